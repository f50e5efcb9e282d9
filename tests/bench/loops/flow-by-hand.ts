import { costOf, tell } from '../clock.ts';
import { LIMIT, ROUNDS, STEPS } from '../flow-plan.ts';

/** The arithmetic of a thousand nodes in one function, as one would write it by hand: a line for each. */
const lines = STEPS.map(({ sign, by }) => `x=f(x${sign}${by});`).join('\n');
// oxlint-disable-next-line typescript/no-implied-eval, no-new-func -- nobody writes a thousand lines by hand for a bench
const chain = (new Function('f', `return (x)=>{${lines}\nreturn x;};`) as (f: typeof Math.fround) => (x: number) => number)(Math.fround);

let over = 0;
tell(
  costOf(() => {
    for (let i = 0; i < ROUNDS; i++) if (chain(i) > LIMIT) over++;
  }),
);
if (over > 0) throw new Error('the chain has grown');
