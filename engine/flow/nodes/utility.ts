import { NO_GUID } from '../values/format/guid.ts';
import { defineNode, itself } from '../node/node.ts';
import type { FlowNode } from '../node/node-types.ts';

const category = 'Utility';

const culture = (name: string, doc: string): FlowNode => defineNode({ name, doc, category, outputs: itself('CultureInfo'), eval: () => '' });

export const UTILITY_NODES: readonly FlowNode[] = [
  culture('InvariantCulture', 'What is the same in all languages and on all machines.'),
  culture('CurrentCulture', 'The invariant culture, as InvariantCulture is: a world depends on no language of a machine.'),
  defineNode({ name: 'EmptyGUID', doc: 'The GUID whose digits are all 0.', category, outputs: itself('Guid'), eval: () => NO_GUID }),
  defineNode({
    name: 'RandomGUID',
    doc: "A new GUID of version 4, by the world's chance: a replay makes the same.",
    category,
    outputs: itself('Guid'),
    chance: true,
    read: ({ world }) => {
      const digits = Array.from({ length: 4 }, () =>
        Math.floor(world.random() * 4_294_967_296)
          .toString(16)
          .padStart(8, '0'),
      ).join('');
      const variant = ((parseInt(digits.charAt(16), 16) & 3) | 8).toString(16);
      return [digits.slice(0, 8), digits.slice(8, 12), `4${digits.slice(13, 16)}`, variant + digits.slice(17, 20), digits.slice(20)].join('-');
    },
  }),
];
