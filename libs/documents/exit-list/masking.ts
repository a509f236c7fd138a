import type { OpenedLine } from './columns';

/** First six and last four; what lies between, the birth date above all, is for those who are sent the list. */
export const maskedIdNo = (idNo: string): string =>
  idNo.length < 11 ? '*'.repeat(idNo.length) : idNo.slice(0, 6) + '*'.repeat(idNo.length - 10) + idNo.slice(-4);

export const masked = (opened: OpenedLine): OpenedLine => ({
  ...opened,
  idNo: opened.idNo === null ? null : maskedIdNo(opened.idNo),
});
