/** How this browser draws in three dimensions: by a graphics processor, by software (slowly), or not at all. */
export type WebglKind = 'fast' | 'software' | 'none';

const SOFTWARE = /swiftshader|llvmpipe|softpipe|software|basic render/i;
let known: WebglKind | undefined;

/** Tried once; the context that it takes is given back at once. */
export function webglKind(): WebglKind {
  known ??= probe();
  return known;
}

function probe(): WebglKind {
  try {
    const gl = document.createElement('canvas').getContext('webgl2');
    if (gl === null) return 'none';
    const info = gl.getExtension('WEBGL_debug_renderer_info');
    const name = String(gl.getParameter(info === null ? gl.RENDERER : info.UNMASKED_RENDERER_WEBGL));
    gl.getExtension('WEBGL_lose_context')?.loseContext();
    return SOFTWARE.test(name) ? 'software' : 'fast';
  } catch {
    return 'none';
  }
}
