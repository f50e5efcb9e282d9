/** Chance of a world: sfc32, whose whole state is four numbers that a snapshot keeps. */
export class Random {
  state: [number, number, number, number];

  constructor(seed: string | readonly [number, number, number, number]) {
    if (typeof seed !== 'string') {
      this.state = [...seed];
      return;
    }
    let hash = 0x811c9dc5;
    for (let i = 0; i < seed.length; i++) hash = Math.imul(hash ^ seed.charCodeAt(i), 0x01000193);
    this.state = [hash >>> 0, 0x9e3779b9, 0x243f6a88, 1];
    for (let i = 0; i < 12; i++) this.next();
  }

  /** A number from 0 up to but not including 1. */
  next(): number {
    let [a, b, c, d] = this.state;
    const t = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + t) | 0;
    this.state = [a, b, c, d];
    return (t >>> 0) / 4294967296;
  }
}
