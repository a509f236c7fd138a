// Exit 0 when node_modules holds exactly what package-lock.json names, so that `npm ci` may be skipped. npm records what it
// installed in node_modules/.package-lock.json; packages for other platforms are optional and missing there.
import { existsSync, readFileSync } from 'node:fs';

const packagesOf = (file) => JSON.parse(readFileSync(file, 'utf8')).packages;
const installed = 'node_modules/.package-lock.json';
if (!existsSync(installed)) process.exit(1);

const there = packagesOf(installed);
const wanted = Object.entries(packagesOf('package-lock.json')).filter(([path]) => path !== '');
const differs = wanted.find(([path, { version, optional }]) => (there[path] ? there[path].version !== version : !optional));
process.exit(differs ? 1 : 0);
