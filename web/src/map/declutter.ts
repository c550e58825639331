/** Symbols that would lie on each other are moved apart, each tied to its place by a line; many in one place become one count. */

export interface Spot {
  id: string;
  /** Where it truly is, in pixels of the drawing. */
  x: number;
  y: number;
  width: number;
  height: number;
}

/** One symbol, or the count of several: where it is drawn, and its true place. */
export interface Laid {
  ids: string[];
  x: number;
  y: number;
  atX: number;
  atY: number;
}

export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** Places nearer than `near` are one place to the eye, and more than `most` of one place are shown as a count: mildest first. */
const GROUPINGS = [
  { near: 16, most: 7 },
  { near: 26, most: 3 },
  { near: 38, most: 2 },
] as const;
/** A mark farther than this from its place is too far: then more of them are shown as a count. */
const FAR_PX = 60;
const ROUNDS = 90;
const GAP_PX = 1;
/** Size of the mark that shows a count. */
export const COUNT_PX = 24;

interface Moving extends Laid {
  halfWidth: number;
  halfHeight: number;
}

/** Group what lies in one place: each joins the first group whose first member is near. */
function together(spots: readonly Spot[], near_px: number): Spot[][] {
  const groups: Spot[][] = [];
  for (const spot of spots) {
    const near = groups.find((group) => Math.hypot((group[0] as Spot).x - spot.x, (group[0] as Spot).y - spot.y) < near_px);
    if (near) near.push(spot);
    else groups.push([spot]);
  }
  return groups;
}

/**
 * Where to draw symbols so that none hides another.
 *
 * @param labels boxes that do not move and are kept free, names of cities say
 * @param frame what symbols stay within whose place is in it; null where there is no such frame
 * @param onPaper counts do not open there: symbols are moved as far as it takes
 */
export function laidOut(spots: readonly Spot[], labels: readonly Box[], frame: Box | null, onPaper = false): Laid[] {
  let found: Laid[] = [];
  for (const { near, most } of onPaper ? GROUPINGS.slice(0, 1) : GROUPINGS) {
    found = laidOutIn(together(spots, near), most, labels, frame);
    if (found.every((mark) => Math.hypot(mark.x - mark.atX, mark.y - mark.atY) <= FAR_PX)) break;
  }
  return found;
}

function laidOutIn(groups: readonly Spot[][], most: number, labels: readonly Box[], frame: Box | null): Laid[] {
  const marks: Moving[] = groups.flatMap((group): Moving[] => {
    if (group.length <= most) {
      return group.map((spot, place) => {
        const turn = (2 * Math.PI * place) / group.length;
        const nudge = group.length > 1 ? 2 : 0;
        return { ids: [spot.id], x: spot.x + nudge * Math.cos(turn), y: spot.y + nudge * Math.sin(turn), atX: spot.x, atY: spot.y, halfWidth: spot.width / 2, halfHeight: spot.height / 2 };
      });
    }
    const x = group.reduce((sum, spot) => sum + spot.x, 0) / group.length;
    const y = group.reduce((sum, spot) => sum + spot.y, 0) / group.length;
    return [{ ids: group.map((spot) => spot.id), x, y, atX: x, atY: y, halfWidth: COUNT_PX / 2, halfHeight: COUNT_PX / 2 }];
  });
  for (let round = 0; round < ROUNDS; round += 1) {
    let moved = false;
    marks.forEach((one, index) => {
      for (const other of marks.slice(index + 1)) moved = pushApart(one, other) || moved;
      for (const label of labels) moved = pushOff(one, label) || moved;
      if (frame) keepWithin(one, frame);
    });
    if (!moved) break;
  }
  return marks.map(({ ids, x, y, atX, atY }) => ({ ids, x, y, atX, atY }));
}

/** Move two marks apart along the way that is shorter. */
function pushApart(one: Moving, other: Moving): boolean {
  const across = one.halfWidth + other.halfWidth + GAP_PX - Math.abs(one.x - other.x);
  const down = one.halfHeight + other.halfHeight + GAP_PX - Math.abs(one.y - other.y);
  if (across <= 0.01 || down <= 0.01) return false;
  if (across < down) {
    const step = (one.x < other.x ? -1 : 1) * (across / 2);
    one.x += step;
    other.x -= step;
  } else {
    const step = (one.y < other.y ? -1 : 1) * (down / 2);
    one.y += step;
    other.y -= step;
  }
  return true;
}

function pushOff(mark: Moving, box: Box): boolean {
  const toLeft = mark.x + mark.halfWidth - box.left;
  const toRight = box.right - (mark.x - mark.halfWidth);
  const up = mark.y + mark.halfHeight - box.top;
  const down = box.bottom - (mark.y - mark.halfHeight);
  const least = Math.min(toLeft, toRight, up, down);
  if (least <= 0.01) return false;
  if (least === toLeft) mark.x -= toLeft;
  else if (least === toRight) mark.x += toRight;
  else if (least === up) mark.y -= up;
  else mark.y += down;
  return true;
}

function keepWithin(mark: Moving, frame: Box): void {
  const inX = mark.atX >= frame.left && mark.atX <= frame.right;
  const inY = mark.atY >= frame.top && mark.atY <= frame.bottom;
  if (!inX || !inY) return;
  mark.x = Math.min(frame.right - mark.halfWidth, Math.max(frame.left + mark.halfWidth, mark.x));
  mark.y = Math.min(frame.bottom - mark.halfHeight, Math.max(frame.top + mark.halfHeight, mark.y));
}

const LETTER_PX = 6.2;
const LINE_PX = 14;
/** Room between a place and a name that ends before it. */
const BESIDE_PX = 12;

/** The box of a name written to the right of its place. */
export function nameBox(name: string, x: number, y: number): Box {
  return { left: x + 3, right: x + 7 + LETTER_PX * name.length, top: y - LINE_PX / 2, bottom: y + LINE_PX / 2 };
}

/** Where a name begins: to the right of its place, or left of it where the frame would cut it. */
export function besideIn(frame: Box | null, name: string, x: number, y: number): number {
  const { left, right } = nameBox(name, x, y);
  return frame && x < frame.right && right > frame.right ? x - (right - left) - BESIDE_PX : x;
}

/** The names that have room, in their order: one that would lie on an earlier one is left out. */
export function withRoom<Name extends { name: string; x: number; y: number }>(names: readonly Name[]): Name[] {
  const kept: Name[] = [];
  for (const one of names) {
    const box = nameBox(one.name, one.x, one.y);
    const free = kept.every((other) => {
      const its = nameBox(other.name, other.x, other.y);
      return box.right < its.left || its.right < box.left || box.bottom < its.top || its.bottom < box.top;
    });
    if (free) kept.push(one);
  }
  return kept;
}

/** Whether a line from the true place to the mark is worth drawing. */
export function isApart(mark: Laid): boolean {
  return Math.hypot(mark.x - mark.atX, mark.y - mark.atY) > 6;
}
