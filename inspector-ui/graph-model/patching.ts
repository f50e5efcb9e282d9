import { sameJson } from '../../engine/same-json.ts';
import type { Json, PatchStep } from '../../server/protocol.ts';
import type { Catalogue } from './catalogue.ts';
import { own, token, type GraphData, type GraphEdit, type NodeData } from './graph.ts';
import { editsOfList, type ListEdit } from './list-edits.ts';

/*
 * Edits are written as what the graph is to become; the patch follows from that. It names the places that differ and nothing around them, so that people who
 * edit at once meet only where they edit the same wire. Members of lists have nothing to be told apart by, so that each is tested to be the one that is meant.
 */

/** The parts of a node that hold values by the names of ports. */
const PARTS: ReadonlySet<string> = new Set(['in', 'then', 'refs']);

export function editOf(before: GraphData, after: GraphData, catalogue: Catalogue, label: string, select?: readonly string[]): GraphEdit {
  const patch = patchTo(before, after, catalogue);
  return select === undefined ? { label, patch } : { label, patch, select };
}

/** The patch that makes a graph another. Nodes that are the same object cost nothing. */
export function patchTo(before: GraphData, after: GraphData, catalogue: Catalogue): readonly PatchStep[] {
  const patch: PatchStep[] = [];
  for (const [id, node] of Object.entries(after.nodes)) {
    const was = own(before.nodes, id);
    if (was === undefined) patch.push({ op: 'add', path: `/nodes/${token(id)}`, value: node as unknown as Json, new: true });
    else if (was !== node) patch.push(...patchNode(id, was, node, catalogue));
  }
  for (const id of Object.keys(before.nodes)) if (!Object.hasOwn(after.nodes, id)) patch.push({ op: 'remove', path: `/nodes/${token(id)}` });
  return patch;
}

type Given = { readonly [name: string]: Json };

function patchNode(id: string, was: NodeData, node: NodeData, catalogue: Catalogue): readonly PatchStep[] {
  const patch: PatchStep[] = [];
  const [old, now] = [was as unknown as Given, node as unknown as Given];
  let addsPart = false;
  for (const name of new Set([...Object.keys(old), ...Object.keys(now)])) {
    const [before, after] = [own(old, name), own(now, name)];
    if (before === after) continue;
    const path = `/nodes/${token(id)}/${token(name)}`;
    if (PARTS.has(name) && isObject(before) && isObject(after)) patch.push(...patchPart(path, before, after, (port) => isListOf(catalogue, was, name, port)));
    else {
      addsPart ||= PARTS.has(name);
      patch.push(...patchValue(path, before, after));
    }
  }
  // Whoever else adds the same part just now would be written over.
  return addsPart ? [{ op: 'test', path: `/nodes/${token(id)}`, value: was as unknown as Json }, ...patch] : patch;
}

function patchPart(path: string, before: Given, after: Given, isList: (port: string) => boolean): readonly PatchStep[] {
  const patch: PatchStep[] = [];
  for (const port of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const [was, is] = [own(before, port), own(after, port)];
    const at = `${path}/${token(port)}`;
    if (Array.isArray(was) && Array.isArray(is) && isList(port)) patch.push(...editsOfList(was as readonly Json[], is as readonly Json[]).flatMap(stepsIn(at)));
    else {
      // A list that goes, or becomes one value, goes as it was known: nothing that another has just put into it goes along.
      const isOneList = (Array.isArray(was) && isList(port)) || (Array.isArray(is) && isList(port));
      if (was !== undefined && isOneList) patch.push({ op: 'test', path: at, value: was });
      // Somebody else may have begun the same list just now.
      if (was === undefined && Array.isArray(is) && isList(port)) patch.push({ op: 'add', path: at, value: is, new: true });
      else patch.push(...patchValue(at, was, is));
    }
  }
  return patch;
}

function patchValue(path: string, was: Json | undefined, is: Json | undefined): readonly PatchStep[] {
  if (is === undefined) return was === undefined ? [] : [{ op: 'remove', path }];
  if (was === undefined) return [{ op: 'add', path, value: is }];
  return sameJson(was, is) ? [] : [{ op: 'replace', path, value: is }];
}

function stepsIn(path: string): (edit: ListEdit) => readonly PatchStep[] {
  return ({ at, was, is }) => {
    const place = `${path}/${at ?? '-'}`;
    const test: PatchStep[] = was === undefined ? [] : [{ op: 'test', path: place, value: was.value }];
    if (was?.stays === true || was === undefined) return [...test, { op: 'add', path: place, value: is as Json }];
    return [...test, is === undefined ? { op: 'remove', path: place } : { op: 'replace', path: place, value: is }];
  };
}

/** Whether what a port is given is a list of what leads there, and not one value that is a list, as a vector is. */
function isListOf(catalogue: Catalogue, node: NodeData, part: string, port: string): boolean {
  if (part === 'then') return true;
  return part === 'in' && catalogue.of(node)?.inputs.find(({ name }) => name === port)?.list === true;
}

function isObject(value: Json | undefined): value is Given {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
