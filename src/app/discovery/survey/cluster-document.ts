import { Document, isMap, isPair, isScalar, isSeq, type YAMLMap } from 'yaml';
import type { DraftCluster, DraftMember, Remarks } from './found-cluster.ts';

/** Such maps are read best on one line. */
const onOneLine = new Set(['service', 'endpoint', 'agent', 'redis', 'password', 'secretKey', 'tls']);

const comment = (texts: readonly string[]): string => texts.map((text) => ` ${text}`).join('\n');

/** Puts a remark above a key of a map; above the map itself where it has no such key. */
function putRemark(map: YAMLMap, path: readonly string[], texts: readonly string[]): void {
  const [first, ...rest] = path;
  const pair = map.items.find(({ key }) => isScalar(key) && key.value === first);
  if (pair && rest.length > 0 && isMap(pair.value) && !pair.value.flow) putRemark(pair.value, rest, texts);
  else if (pair && isScalar(pair.key)) {
    const before = pair.key.commentBefore;
    pair.key.commentBefore = before ? `${before}\n${comment(texts)}` : comment(texts);
  } else map.commentBefore = comment(texts);
}

function putRemarks(map: YAMLMap, remarks: Remarks): void {
  for (const [key, texts] of Object.entries(remarks))
    if (texts.length > 0) putRemark(map, key === '' ? [] : key.split('.'), texts);
}

/** Small maps on one line each. */
function layOut(map: YAMLMap): void {
  for (const pair of map.items) {
    if (!isPair(pair) || !isMap(pair.value)) continue;
    if (isScalar(pair.key) && onOneLine.has(String(pair.key.value))) pair.value.flow = true;
    else layOut(pair.value);
  }
}

/** A member as a node of a file, with its remarks. */
export function memberNode(document: Document, { written, remarks }: DraftMember): YAMLMap {
  const node = document.createNode(written) as YAMLMap;
  layOut(node);
  putRemarks(node, remarks);
  return node;
}

const head = [
  ' Written by baiup init. Lines above a value say where it is from, or that it is a guess: correct what is wrong.',
  ' baiup init again shows what has changed on the hosts, and keeps what is written here.',
];

/** The text of a cluster file. */
export function clusterText({ head: keys, remarks, members, others }: DraftCluster): string {
  const document = new Document({ ...keys, components: [] });
  document.commentBefore = head.join('\n');
  const root = document.contents as unknown as YAMLMap;
  layOut(root);
  const hosts = root.get('hosts');
  if (isMap(hosts)) for (const { value } of hosts.items) if (isMap(value)) value.flow = true;
  putRemarks(root, remarks);
  const list = root.get('components');
  if (!isSeq(list)) throw new Error('a list of components is a list');
  for (const member of members) list.items.push(memberNode(document, member));
  if (others.length > 0) list.comment = comment(['Not in this file:', ...others.map((each) => `  ${each}`)]);
  return document.toString({ lineWidth: 0, flowCollectionPadding: true });
}
