/** The time of day at the host, where it told one, as it goes along with what is noted: in milliseconds since 1970. */
export function wallOf({ wall }: { readonly wall: number | undefined }): { readonly wall?: number } {
  return wall === undefined ? {} : { wall };
}
