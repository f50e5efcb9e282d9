/** Whether opening a browser makes sense here: not in CI, not without a display, not where the output goes to a program. */
export function canOpenBrowser(
  environment: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
  terminal = process.stdout.isTTY === true,
): boolean {
  if (!terminal || (environment['CI'] !== undefined && environment['CI'] !== '' && environment['CI'] !== 'false')) return false;
  if (environment['SSH_CONNECTION'] !== undefined && environment['DISPLAY'] === undefined) return false;
  return (
    platform !== 'linux' || environment['DISPLAY'] !== undefined || environment['WAYLAND_DISPLAY'] !== undefined || environment['WSL_DISTRO_NAME'] !== undefined
  );
}

/** Opens an address in the user's browser; says whether that seems to have worked. */
export async function openBrowser(url: string): Promise<boolean> {
  try {
    const { default: open } = await import('open');
    const opener = await open(url);
    opener.on('error', () => undefined);
    return true;
  } catch {
    return false;
  }
}
