/** Keys that an element of the page listens to by itself while it has the keyboard: no actions of the page, but to be known all the same. */
export interface KeysInside {
  readonly heading: string;
  readonly keys: readonly { readonly keys: readonly string[]; readonly label: string }[];
}

export const KEYS_INSIDE: readonly KeysInside[] = [
  {
    heading: 'In the rows of the hierarchy',
    keys: [
      { keys: ['ArrowUp', 'ArrowDown', 'PageUp', 'PageDown', 'Home', 'End'], label: 'Go from row to row' },
      { keys: ['Shift-ArrowDown'], label: 'Select on the way' },
      { keys: ['Ctrl-ArrowDown'], label: 'Go without selecting' },
      { keys: ['Ctrl-Space'], label: 'Select this one too, or not' },
      { keys: ['ArrowRight', 'ArrowLeft'], label: 'Unfold and go in; fold and go out' },
      { keys: ['Enter'], label: 'Go to its fields' },
      { keys: ['A … Z'], label: 'Go to the next row that begins so; where none does, what the key does elsewhere' },
      { keys: ['Shift-F10'], label: 'Open its menu' },
      { keys: ['Escape'], label: 'Select one alone; leave the search' },
    ],
  },
  {
    heading: 'In a search',
    keys: [
      { keys: ['ArrowDown', 'Enter'], label: 'Go to what was found' },
      { keys: ['Ctrl-Enter'], label: 'Select all that was found' },
      { keys: ['Escape'], label: 'End the search' },
    ],
  },
  {
    heading: 'In the box of a field',
    keys: [
      { keys: ['Enter'], label: 'Send what was typed' },
      { keys: ['Ctrl-Enter'], label: 'Send text of several lines, or JSON' },
      { keys: ['Escape'], label: 'Bring back the world’s value' },
      { keys: ['Ctrl-Z'], label: 'Take back the last typing' },
    ],
  },
  {
    heading: 'In a graph',
    keys: [
      { keys: ['Space'], label: 'Add a node' },
      { keys: ['ArrowUp', 'ArrowDown'], label: 'Go from node to node' },
      { keys: ['ArrowLeft', 'ArrowRight'], label: 'Go along wires' },
      { keys: ['Enter'], label: 'Go to the ports of a node; edit what stands at a port' },
      { keys: ['W'], label: 'Lead a wire from a port' },
      { keys: ['Escape'], label: 'Leave the ports; give up what is in hand; select nothing' },
      { keys: ['F2'], label: 'Give a node a title; write a comment' },
      { keys: ['Alt-ArrowRight'], label: 'Move what is selected' },
      { keys: ['Ctrl-D', 'Ctrl-Shift-D'], label: 'Duplicate; with the wires from outside' },
      { keys: ['X'], label: 'Take nodes out of their wires' },
      { keys: ['C'], label: 'Write a comment' },
      { keys: ['Ctrl-G', 'Ctrl-Shift-G'], label: 'Frame what is selected; make a subgraph of it' },
      { keys: ['Delete'], label: 'Remove what is selected' },
      { keys: ['L'], label: 'Lay out what is selected, or all' },
      { keys: ['F', 'Home'], label: 'Fit the selection; fit all' },
      { keys: ['Ctrl-F'], label: 'Find in graphs' },
      { keys: ['T'], label: 'Show the graph as text' },
      { keys: ['B'], label: 'Set a breakpoint, or take it away' },
      { keys: ['F8'], label: 'Let a stopped world go on' },
      { keys: ['F10', 'F9'], label: 'The next step that does not stand in this one; the next step' },
      { keys: ['Shift-F9', 'Shift-F8'], label: 'Out of what this step stands in; one step back' },
      { keys: ['Shift-F10'], label: 'Open the menu' },
    ],
  },
  {
    heading: 'In the editor of a script',
    keys: [
      { keys: ['Ctrl-S', 'Ctrl-Enter'], label: 'Save, and run what is saved' },
      { keys: ['Ctrl-Shift-Enter'], label: 'Open it over the whole window, and go back' },
      { keys: ['Ctrl-Space'], label: 'Offer names' },
      { keys: ['F1'], label: 'Tell what the name at the cursor is' },
      { keys: ['F8'], label: 'Go to the next fault' },
      { keys: ['Ctrl-F'], label: 'Find and replace' },
      { keys: ['Shift-Alt-F'], label: 'Lay it out' },
      { keys: ['Escape'], label: 'Close what is offered; then Tab leaves the editor' },
    ],
  },
  {
    heading: 'In the console of a script',
    keys: [
      { keys: ['Enter'], label: 'Run it in the script' },
      { keys: ['Shift-Enter'], label: 'Begin another line' },
      { keys: ['ArrowUp', 'ArrowDown'], label: 'Bring back what was typed before' },
    ],
  },
  {
    heading: 'In a number',
    keys: [
      { keys: ['ArrowUp', 'ArrowDown'], label: 'Step' },
      { keys: ['Shift-ArrowUp'], label: 'Step finer' },
      { keys: ['Ctrl-ArrowUp'], label: 'Step coarser' },
    ],
  },
  {
    heading: 'In a list: connections, messages, log, changes',
    keys: [
      { keys: ['ArrowUp', 'ArrowDown', 'Home', 'End'], label: 'Go from one to the next' },
      { keys: ['Enter'], label: 'Open it' },
      { keys: ['Ctrl-C'], label: 'Copy it' },
      { keys: ['Escape'], label: 'Close what was opened' },
    ],
  },
  { heading: 'In a question', keys: [{ keys: ['Escape'], label: 'Close it and decide nothing' }] },
  {
    heading: 'In the edge of a pane',
    keys: [
      { keys: ['ArrowLeft', 'ArrowRight'], label: 'Make it wider or narrower' },
      { keys: ['Enter'], label: 'Fold it, or show it again' },
    ],
  },
];
