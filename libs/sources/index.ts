export * from './reported';
