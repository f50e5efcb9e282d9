/** What the host sets before the library runs, and takes away again. */
declare var __host: (op: string, ...values: unknown[]) => unknown;
declare var __dispatch: (now: number, kind: string, ...values: unknown[]) => void;
