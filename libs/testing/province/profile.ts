import type { ProvinceName } from './names';

/** Figures of one province at scale 1 (domain.md Part 6 and the seed); persons unless said otherwise. */
export type Profile = Readonly<{
  code: string;
  registryPersons: number;
  registryHouseholds: number;
  /** Households of 1 … 8 in per cent. */
  sizes: readonly number[];
  dibaoPersons: number;
  dibaoCases: number;
  overlap: number;
  /** At the end of September, December and February: [dibao persons, overlap]. */
  september: readonly [number, number];
  december: readonly [number, number];
  february: readonly [number, number];
  /** Fen a person a month for A, B, C, up to June and from July (GX-28). */
  tiersBefore: readonly [number, number, number];
  tiersAfter: readonly [number, number, number];
  scored: boolean;
  /** Exited families may keep dibao for 6 to 12 months (GX-14). */
  transitions: boolean;
  /** Share of counties in which 3 % instead of 0.5 % of names carry a dot. */
  dottedCounties: number;
  minority: readonly (readonly [string, number])[];
  /** The counties taken first when only a few are asked for: code changes among them. */
  firstCounties: readonly string[];
}>;

const MEAN_40 = [7, 12, 19, 26, 17, 11, 5, 3];
const MEAN_34 = [13, 18, 23, 23, 13, 7, 2, 1];
/** Covered members of a case, 1 … 7, per cent (mean 2.5). */
export const COVERED_SIZES = [32, 26, 19, 13, 6, 3, 1];

export const PROFILES: Readonly<Record<ProvinceName, Profile>> = {
  guangxi: {
    code: '450000',
    registryPersons: 4_520_000,
    registryHouseholds: 1_130_000,
    sizes: MEAN_40,
    dibaoPersons: 2_920_000,
    dibaoCases: 1_170_000,
    overlap: 1_030_000,
    september: [2_740_000, 1_610_000],
    december: [2_720_000, 1_640_000],
    february: [2_700_000, 1_630_000],
    tiersBefore: [19700, 12500, 7500],
    tiersAfter: [22000, 14000, 8500],
    scored: true,
    transitions: true,
    dottedCounties: 0.1,
    minority: [
      ['汉族', 45],
      ['壮族', 45],
      ['瑶族', 6],
      ['苗族', 4],
    ],
    firstCounties: ['450221', '451081', '451281', '451022', '450125', '451224'],
  },
  hunan: {
    code: '430000',
    registryPersons: 4_450_000,
    registryHouseholds: 1_310_000,
    sizes: MEAN_34,
    dibaoPersons: 2_993_000,
    dibaoCases: 1_200_000,
    overlap: 2_035_000,
    september: [2_930_000, 2_060_000],
    december: [2_900_000, 2_070_000],
    february: [2_890_000, 2_060_000],
    tiersBefore: [20000, 13000, 8000],
    tiersAfter: [21000, 13500, 8500],
    scored: false,
    transitions: false,
    dottedCounties: 0,
    minority: [
      ['汉族', 85],
      ['土家族', 8],
      ['苗族', 5],
      ['侗族', 2],
    ],
    firstCounties: ['430124', '431128', '433123', '430421', '431021', '430671'],
  },
  yunnan: {
    code: '530000',
    registryPersons: 4_710_000,
    registryHouseholds: 1_177_500,
    sizes: MEAN_40,
    dibaoPersons: 4_550_000,
    dibaoCases: 1_820_000,
    overlap: 1_900_000,
    september: [4_350_000, 2_100_000],
    december: [4_250_000, 2_150_000],
    february: [4_200_000, 2_140_000],
    tiersBefore: [20000, 12500, 7500],
    tiersAfter: [22000, 14000, 8500],
    scored: false,
    transitions: false,
    dottedCounties: 0.15,
    minority: [
      ['汉族', 62],
      ['彝族', 15],
      ['哈尼族', 7],
      ['傣族', 6],
      ['白族', 5],
      ['傈僳族', 5],
    ],
    firstCounties: ['530122', '533321', '530328', '530581', '532524', '530629'],
  },
};

export const MAIN_CAUSES = [
  ['因病', 42],
  ['缺技术', 12],
  ['缺资金', 12],
  ['因残', 9],
  ['缺劳力', 9],
  ['因学', 7],
  ['自身发展动力不足', 3],
  ['交通条件落后', 2],
  ['因灾', 2],
  ['缺土地', 1],
  ['缺水', 0.5],
  ['其他', 0.5],
] as const;

/** Share of persons of one source (households where said) that carry each error (domain.md Part 6). */
export const ERROR_RATES = {
  'id-check-digit': 0.004,
  'id-15-digit': 0.002,
  'id-excel-zeroed': 0.001,
  'id-disability-20': 0.005,
  'id-lower-case-x': 0.008,
  'id-missing': 0.005,
  duplicate: 0.0015,
  'name-variant': 0.01,
  'rare-character': 0.002,
  'minority-dot': 0.005,
  /** Of households that both systems hold. */
  'size-mismatch': 0.06,
  'head-mismatch': 0.08,
  /** Of households of each source. */
  'stale-division': 0.015,
  /** Of dated events. */
  'late-event': 0.1,
  /** Of the year's exits. */
  'backdated-over-freeze': 0.005,
  'id-full-width': 0.003,
  'id-spaces': 0.003,
  'id-apostrophe': 0.003,
  'id-of-another': 0.0003,
} as const;
