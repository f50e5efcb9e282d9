/** Pings and pongs that may come within a second. Who asks whether we live does so every few of them. */
const MOST_CONTROLS = 1000;
/** Bytes that may come within a second and be no message: heads of frames beyond the one that each message has, pings and pongs. */
const MOST_WASTE = 256 * 1024;
const SECOND = 1000;
/** Bytes of the head of a frame, at most (RFC 6455, section 5.2). */
const HEAD = 14;
/** Bytes from which on each message is looked at; smaller ones, which cannot have come in as many parts, one in so many. */
const LARGE = 512,
  ONE_IN = 16;

/**
 * What one socket receives besides messages. Of messages no more is read than the world takes; pings, pongs, and parts of messages are none, so that
 * whoever sends nothing else could take all of a thread's time.
 */
export class Waste {
  private controls = 0;
  private controlsFrom = -SECOND;
  /** Bytes that messages account for; on as many as came when a new second begins. */
  private useful = 0;
  private usefulFrom = -SECOND;
  private unseen = 0;

  /** A ping or a pong has come. True where these are too many. */
  control(): boolean {
    this.controls += 1;
    if (this.controls < MOST_CONTROLS) return false;
    const now = Math.round(performance.now());
    const isTooMuch = now - this.controlsFrom < SECOND;
    this.controls = 0;
    this.controlsFrom = now;
    return isTooMuch;
  }

  /** A message has come, whole. True where too little of what comes is messages. */
  message(bytes: number, tcp: { readonly bytesRead: number }): boolean {
    this.useful += bytes + HEAD;
    this.unseen = bytes >= LARGE ? 0 : (this.unseen + 1) % ONE_IN;
    if (this.unseen > 0) return false;
    const read = tcp.bytesRead;
    if (read - this.useful < MOST_WASTE) return false;
    const now = Math.round(performance.now());
    const isTooMuch = now - this.usefulFrom < SECOND;
    this.useful = read;
    this.usefulFrom = now;
    return isTooMuch;
  }
}
