/** The folder of a file, and each that it lies in, up to the top. */
export function* foldersAbove(file: string | URL): Generator<URL> {
  for (let folder = new URL('.', file), before = ''; folder.href !== before; folder = new URL('..', folder)) {
    yield folder;
    before = folder.href;
  }
}
