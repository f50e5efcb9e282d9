/** What the host sets before the library runs, and takes away again. */
declare var __host: (op: string | number, ...values: unknown[]) => unknown;
declare var __dispatch: (now: number, kind: string | number, a?: unknown, b?: unknown, c?: unknown, d?: unknown, e?: unknown, f?: unknown) => void;
