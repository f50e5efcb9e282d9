/** How a batch of operations is taken. */
export interface BatchOptions {
  /** Joins edits of one author that follow each other into one undo step. */
  readonly group?: string;
  /** Names the edit in the history. Default made from the operations. */
  readonly label?: string;
  /** Whether its author can undo it. Default false: what a system does is nobody's to take back. */
  readonly history?: boolean;
  /**
   * Whether it is somebody's edit, that is to be saved and is listed among the changes. Default as `history`; an edit without history
   * stands in the way of what others would undo.
   */
  readonly edit?: boolean;
}

/** How a tree is added. Those of one `group` that follow each other are one step of undo. Default: its author can undo it. */
export type SpawnOptions = Pick<BatchOptions, 'group' | 'history'>;
