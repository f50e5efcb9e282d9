/**
 * How many inputs property tests and fuzz try, and which: the one place that says so. `npm test` tries few, the same ones in
 * every run, so that it fails where something was broken and not by chance; `npm run fuzz`, which sets `FUZZ_RUNS`, tries all
 * of them, others each time. `FUZZ_SEED` tries the inputs of another run again. fast-check names the seed where a test fails.
 */

/** Of how many samples `npm test` tries one, and how many it tries at least where a test has that many. */
const SHARE = 10;
const FEW = 50;
/** Inputs that `npm test` tries at each door: a scene file, an item, HTTP, a page's socket. */
const AT_A_DOOR = 2_000;
/** What samples are drawn from in `npm test`. */
const USUAL_SEED = 20_260_101;

export interface Samples {
  readonly numRuns: number;
  readonly seed: number;
}

export interface Sampling {
  /** What inputs are drawn from. */
  readonly seed: number;
  /** Whether all samples are asked for. */
  readonly isFuzz: boolean;
  /** Inputs for each door. */
  readonly atDoors: number;
  /** How many of the samples that a property is worth are tried, for fast-check. */
  readonly samples: (all: number) => Samples;
}

/**
 * @param environment `FUZZ_RUNS` is the number of inputs for each door, and asks for all samples of every property; `FUZZ_SEED`
 * is what both are drawn from
 * @throws RangeError where one of them is no whole number of at least 0
 */
export function sampling(environment: { readonly [name: string]: string | undefined }): Sampling {
  const runs = wholeNumber(environment, 'FUZZ_RUNS');
  const seed = wholeNumber(environment, 'FUZZ_SEED') ?? (runs === undefined ? USUAL_SEED : Math.floor(Math.random() * 2 ** 31));
  return {
    seed,
    isFuzz: runs !== undefined,
    atDoors: runs ?? AT_A_DOOR,
    samples: (all) => ({ numRuns: runs === undefined ? Math.min(all, Math.max(FEW, Math.ceil(all / SHARE))) : all, seed }),
  };
}

function wholeNumber(environment: { readonly [name: string]: string | undefined }, name: string): number | undefined {
  const text = environment[name] ?? '';
  if (text === '') return undefined;
  if (!/^\d{1,10}$/.test(text)) throw new RangeError(`${name}: expected a whole number, found ${JSON.stringify(text)}`);
  return Number(text);
}

export const { seed: SEED, isFuzz: IS_FUZZ, atDoors: INPUTS_AT_A_DOOR, samples } = sampling(process.env);
