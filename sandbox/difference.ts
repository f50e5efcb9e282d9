/*
 * How one memory differs from another that it began as: what a snapshot holds of a script. Its form: the length of the memory in pages of 64 KiB, then
 * stretches of changed bytes, each with its place and its length, all as whole numbers of 32 bits, the lower byte first.
 */

const PAGE = 65_536;
/** Bytes that are compared at once, from coarse to fine, and of those that differ the smallest part that is kept. */
const BLOCK = 4096;
const GRAIN = 64;
const WORDS = GRAIN / 4;
const HEAD = 4;
const STRETCH_HEAD = 8;
const ZEROS = Buffer.alloc(PAGE);

/** Where differences are put together, one after another: to have new memory for each costs more than to make it. */
let space = new Uint32Array(0);

/**
 * How a memory differs from another. Nearly all of the time is that of reading both once.
 * @param from the other one; what is longer than it differs where it is not zero. Both have whole pages
 * @param begin what lies below does not count
 */
export function difference(from: Uint8Array, to: Uint8Array, begin: number): Uint8Array {
  // At worst every second grain differs, and has a head of its own.
  const most = HEAD + to.length + Math.ceil(to.length / GRAIN / 2) * STRETCH_HEAD;
  if (space.byteLength < most) space = new Uint32Array(most / 4);
  const was = Buffer.from(from.buffer, from.byteOffset, from.length),
    is = Buffer.from(to.buffer, to.byteOffset, to.length);
  const before = words(from),
    now = words(to);
  space[0] = to.length / PAGE;
  let length = 1,
    head = 0,
    end = -1;
  for (const at of differingBlocks(was, is, begin)) {
    for (let grain = at / 4; grain < (at + BLOCK) / 4; grain += WORDS) {
      if (isSameGrain(before, now, grain)) continue;
      if (grain !== end) {
        head = length;
        space[head] = grain * 4;
        space[head + 1] = 0;
        length += STRETCH_HEAD / 4;
      }
      for (let word = 0; word < WORDS; word++) space[length++] = now[grain + word] as number;
      space[head + 1] = (space[head + 1] as number) + GRAIN;
      end = grain + WORDS;
    }
  }
  return new Uint8Array(space.buffer.slice(0, length * 4));
}

function differingBlocks(was: Buffer, is: Buffer, begin: number): readonly number[] {
  const found: number[] = [];
  for (let page = begin - (begin % PAGE); page < is.length; page += PAGE) {
    if (isSame(was, is, page, PAGE)) continue;
    for (let at = Math.max(begin - (begin % BLOCK), page); at < page + PAGE; at += BLOCK) if (!isSame(was, is, at, BLOCK)) found.push(at);
  }
  return found;
}

/** Whether so many bytes of both are the same; both have whole pages, and the first is followed by zeros. */
function isSame(was: Buffer, is: Buffer, at: number, length: number): boolean {
  return (at < was.length ? is.compare(was, at, at + length, at, at + length) : is.compare(ZEROS, 0, length, at, at + length)) === 0;
}

function isSameGrain(before: Uint32Array, now: Uint32Array, grain: number): boolean {
  for (let word = grain; word < grain + WORDS; word++) if ((before[word] ?? 0) !== now[word]) return false;
  return true;
}

function words(bytes: Uint8Array): Uint32Array {
  return new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length >> 2);
}

/** Pages of 64 KiB of the memory that a difference is of. Throws RangeError where it is none. */
export function pagesOf(saved: Uint8Array): number {
  if (saved.length < HEAD) throw new RangeError(`${saved.length} bytes are too few to tell a memory`);
  return viewOf(saved).getUint32(0, true);
}

/** Writes what differs into a memory as it was before. Throws RangeError where a stretch lies outside, or ends before its end. */
export function apply(saved: Uint8Array, memory: Uint8Array): void {
  const view = viewOf(saved);
  let place = HEAD;
  while (place < saved.length) {
    if (place + STRETCH_HEAD > saved.length) throw new RangeError(`the data ends at byte ${saved.length}, in the middle of a stretch`);
    const at = view.getUint32(place, true),
      length = view.getUint32(place + 4, true);
    const from = place + STRETCH_HEAD;
    if (from + length > saved.length || at + length > memory.length)
      throw new RangeError(`a stretch of ${length} bytes at ${at} lies outside of what there is: ${memory.length} bytes of memory, ${saved.length} of data`);
    memory.set(saved.subarray(from, from + length), at);
    place = from + length;
  }
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
