/** Whether this browser can draw with WebGL 2, which the globe and the map in three dimensions need. */
export function hasWebGl(): boolean {
  try {
    return document.createElement("canvas").getContext("webgl2") !== null;
  } catch {
    return false;
  }
}
