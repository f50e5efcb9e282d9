/** Names that a scene file may be given: without a folder, and such that every system takes them. */
export const FILE_NAME = /^\w[\w .-]{0,150}\.scene\.json$/;
