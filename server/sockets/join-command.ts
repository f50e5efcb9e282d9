/** A line for a command line with which a user joins from another machine. Whoever has it is that user. */
export function joinCommand(origin: string, name: string, token: string, secret: string): string {
  return `worldwire join ${origin} --user "${speakable(name)}" --token ${token} --me ${secret}`;
}

/** A name with nothing in it that any shell would act on: it stands between double quotes. */
function speakable(name: string): string {
  return (
    name
      .replace(/[^\p{L}\p{M}\p{N} ._-]+/gu, ' ')
      .replace(/ +/g, ' ')
      .replace(/^[ -]+/, '')
      .trim() || 'Me'
  );
}
