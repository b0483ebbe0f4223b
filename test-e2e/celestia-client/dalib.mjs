// biome-ignore-all format: kept as it was run against a real node
// biome-ignore-all lint: kept as it was run against a real node
// biome-ignore-all assist: kept as it was run against a real node
// Origin: the conformance client that was run against celestia-node v0.31.4 (see README.md). Only paths of imports differ.
/* oxlint-disable -- kept as it was run against a real node */
// Plain JSON-RPC client for celestia-node (HTTP POST + WS), fixture recorder, NMT/DAH/header checks. No deps.
import crypto from 'node:crypto';
import net from 'node:net';
import fs from 'node:fs';
import path from 'node:path';
import { merkle, headerHash, validatorsHash, verifyCommit, ts } from './light.mjs';
export const sha = b => crypto.createHash('sha256').update(b).digest();
export const cat = (...a) => Buffer.concat(a);
export const URL_ = process.env.DA_URL || 'http://127.0.0.1:26658';
export const FIX = process.env.FIX || new URL('./fixtures', import.meta.url).pathname;
let id = 0;
// raw post: returns {status, type, text, ms}
export async function post(body, { headers = {}, url = URL_, signal } = {}) {
  const t = performance.now();
  const r = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body, signal });
  const text = await r.text();
  return { status: r.status, type: r.headers.get('content-type'), text, ms: performance.now() - t };
}
export async function call(method, ...params) {
  const r = await post(JSON.stringify({ jsonrpc: '2.0', id: ++id, method, params }));
  let j; try { j = JSON.parse(r.text); } catch { throw Object.assign(new Error(`HTTP ${r.status}: ${r.text.slice(0, 200)}`), { http: r }); }
  if (j.error) throw Object.assign(new Error(j.error.message), { code: j.error.code, data: j.error.data, ms: r.ms });
  return j.result;
}
export const tryCall = async (m, ...p) => { try { return { ok: await call(m, ...p) }; } catch (e) { return { err: e.message, code: e.code, ms: e.ms }; } };
// ---- fixtures: long strings and long arrays cut, everything else verbatim
export const cut = (v, S = 400, A = 6) => typeof v === 'string' ? (v.length > S ? v.slice(0, 80) + `...<cut, ${v.length} chars in all>` : v)
  : Array.isArray(v) ? (v.length > A ? [...v.slice(0, 3).map(x => cut(x, S, A)), `...<cut, ${v.length} items in all>`] : v.map(x => cut(x, S, A)))
  : v && typeof v === 'object' ? Object.fromEntries(Object.entries(v).map(([k, x]) => [k, cut(x, S, A)])) : v;
export function save(name, o) { fs.mkdirSync(FIX, { recursive: true }); fs.writeFileSync(path.join(FIX, name + '.json'), JSON.stringify(o, null, 1) + '\n'); }
// record one request/response pair. `raw` keeps the exact response bytes when short, to fix key order and newline.
export async function rec(name, method, params, { note, body, headers } = {}) {
  const req = body ?? JSON.stringify({ jsonrpc: '2.0', id: 1, method, params });
  let r; try { r = await post(req, { headers }); } catch (e) { save(name, { note, request: cut(tryJson(req)), transport_error: String(e.cause?.code || e.message) }); return { err: e.message }; }
  const j = tryJson(r.text);
  save(name, { note, request: cut(tryJson(req)), http_status: r.status, content_type: r.type, ms: Math.round(r.ms), response: cut(j), raw: r.text.length <= 600 ? r.text : undefined });
  const line = j?.error ? `ERR ${j.error.code} ${j.error.message.slice(0, 160)}` : typeof j === 'object' && j ? 'ok ' + String(JSON.stringify(cut(Array.isArray(j) ? j : j.result, 60, 3))).slice(0, 140) : `HTTP ${r.status} ${String(r.text).slice(0, 120)}`;
  console.log(`${name.padEnd(38)} ${String(Math.round(r.ms)).padStart(6)} ms  ${line}`);
  return j?.error ? { err: j.error.message, code: j.error.code, ms: r.ms } : { ok: j?.result, ms: r.ms, text: r.text };
}
const tryJson = t => { try { return JSON.parse(t); } catch { return t; } };
// ---- minimal RFC 6455 client (text frames, fragments, ping) so that nothing has to be installed on Node 20
export function ws(url = URL_, onMsg = () => {}, onClose = () => {}) {
  const u = new URL(url), key = crypto.randomBytes(16).toString('base64');
  return new Promise((res, rej) => {
    const s = net.connect(Number(u.port), u.hostname); let buf = Buffer.alloc(0), up = false, frag = [];
    const frame = (op, p) => { const m = crypto.randomBytes(4), l = p.length; const h = l < 126 ? Buffer.from([0x80 | op, 0x80 | l]) : l < 65536 ? Buffer.from([0x80 | op, 0xfe, l >> 8, l & 255]) : (() => { const b = Buffer.alloc(10); b[0] = 0x80 | op; b[1] = 0xff; b.writeBigUInt64BE(BigInt(l), 2); return b; })(); const q = Buffer.from(p); for (let i = 0; i < l; i++) q[i] ^= m[i & 3]; s.write(cat(h, m, q)); };
    s.on('connect', () => s.write(`GET ${u.pathname} HTTP/1.1\r\nHost: ${u.host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: ${key}\r\nSec-WebSocket-Version: 13\r\n\r\n`));
    s.on('data', d => { buf = cat(buf, d);
      if (!up) { const i = buf.indexOf('\r\n\r\n'); if (i < 0) return; const head = buf.subarray(0, i).toString(); if (!head.includes(' 101 ')) return rej(new Error(head)); up = true; buf = buf.subarray(i + 4); res({ send: o => frame(1, Buffer.from(typeof o === 'string' ? o : JSON.stringify(o))), close: () => s.destroy(), head }); }
      for (;;) { if (buf.length < 2) return; let l = buf[1] & 127, o = 2; if (l === 126) { if (buf.length < 4) return; l = buf.readUInt16BE(2); o = 4; } else if (l === 127) { if (buf.length < 10) return; l = Number(buf.readBigUInt64BE(2)); o = 10; }
        if (buf.length < o + l) return; const op = buf[0] & 15, fin = buf[0] & 128, p = Buffer.from(buf.subarray(o, o + l)); buf = buf.subarray(o + l);
        if (op === 9) frame(10, p); else if (op === 8) { onClose(p.length >= 2 ? p.readUInt16BE(0) : 1005, p.subarray(2).toString()); s.end(); } else if (op < 3) { frag.push(p); if (fin) { const t = cat(...frag).toString(); frag = []; onMsg(t); } } } });
    s.on('error', rej); s.on('close', () => onClose(1006, '')); });
}
// ---- bech32 address -> 20 bytes
export function bech32(a) { const C = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l'; const d = [...a.slice(a.lastIndexOf('1') + 1, -6)].map(c => C.indexOf(c)); const o = []; let acc = 0, n = 0; for (const x of d) { acc = (acc << 5) | x; n += 5; while (n >= 8) { n -= 8; o.push((acc >> n) & 255); } acc &= (1 << n) - 1; } return Buffer.from(o); }
// ---- NMT
const NS = 29, MAXNS = Buffer.alloc(NS, 0xff);
export const leafHash = (ns, d) => cat(ns, ns, sha(cat(Buffer.from([0]), ns, d)));
export const hashNode = (l, r) => { const lmin = l.subarray(0, NS), lmax = l.subarray(NS, 2 * NS), rmin = r.subarray(0, NS), rmax = r.subarray(NS, 2 * NS); if (Buffer.compare(lmax, rmin) > 0) throw Error('nmt: unordered siblings'); let max = Buffer.compare(lmax, rmax) > 0 ? lmax : rmax; if (rmin.equals(MAXNS) && !lmin.equals(MAXNS)) max = lmax; return cat(lmin, max, sha(cat(Buffer.from([1]), l, r))); };
// proof {start,end,nodes[],leaf_hash?}; width = leaves in the row = dah.row_roots.length (a power of two)
export function nmtRoot(proof, leaves, width) {
  const start = Number(proof.start ?? 0), end = Number(proof.end), nodes = (proof.nodes || []).map(x => Buffer.from(x, 'base64')), ls = [...leaves];
  const go = (a, b) => { if (b <= start || a >= end) return nodes.shift(); if (b - a === 1) return ls.shift(); const k = (b - a) / 2, l = go(a, a + k), r = go(a + k, b); return hashNode(l, r); };
  const root = go(0, width); if (nodes.length || ls.length) throw Error('nmt: nodes or leaves left over'); return root;
}
// namespace completeness: everything left of the range is < ns, everything right is > ns
export function complete(proof, ns, width) {
  const start = Number(proof.start ?? 0), end = Number(proof.end), nodes = (proof.nodes || []).map(x => Buffer.from(x, 'base64')); let ok = true;
  const go = (a, b) => { if (b <= start) { const n = nodes.shift(); if (Buffer.compare(n.subarray(NS, 2 * NS), ns) >= 0) ok = false; return; } if (a >= end) { const n = nodes.shift(); if (Buffer.compare(n.subarray(0, NS), ns) <= 0) ok = false; return; } if (b - a === 1) return; const k = (b - a) / 2; go(a, a + k); go(a + k, b); };
  go(0, width); return ok;
}
export const rowsOf = (dah, ns) => dah.row_roots.map((r, i) => [Buffer.from(r, 'base64'), i]).filter(([r]) => Buffer.compare(r.subarray(0, NS), ns) <= 0 && Buffer.compare(ns, r.subarray(NS, 2 * NS)) <= 0);
export const dahHash = dah => merkle([...dah.row_roots, ...dah.column_roots].map(x => Buffer.from(x, 'base64')));
const hx = s => Buffer.from(s || '', 'hex');
const B = b => ({ hash: hx(b?.hash), parts: { total: b?.parts?.total ?? 0, hash: hx(b?.parts?.hash) } });
// whole check of an ExtendedHeader: DAH -> data_hash -> header hash -> commit signatures -> validator set
export function verifyExtended(eh) {
  const h = eh.header, H = { version: { block: h.version.block, app: h.version.app ?? 0 }, chainId: h.chain_id, height: BigInt(h.height), time: ts(h.time), lastBlockId: B(h.last_block_id), lastCommitHash: hx(h.last_commit_hash), dataHash: hx(h.data_hash), validatorsHash: hx(h.validators_hash), nextValidatorsHash: hx(h.next_validators_hash), consensusHash: hx(h.consensus_hash), appHash: hx(h.app_hash), lastResultsHash: hx(h.last_results_hash), evidenceHash: hx(h.evidence_hash), proposerAddress: hx(h.proposer_address) };
  const dah = dahHash(eh.dah).equals(H.dataHash);
  const hh = headerHash(H).equals(hx(eh.commit.block_id.hash));
  const vals = eh.validator_set.validators.map(v => ({ pubkey: Buffer.from(v.pub_key.value, 'base64'), power: BigInt(v.voting_power) }));
  const vh = validatorsHash(vals).equals(H.validatorsHash);
  const commit = { height: BigInt(eh.commit.height), round: BigInt(eh.commit.round ?? 0), blockId: B(eh.commit.block_id), signatures: eh.commit.signatures.map(s => ({ flag: s.block_id_flag, address: hx(s.validator_address), timestamp: ts(s.timestamp), signature: Buffer.from(s.signature || '', 'base64') })) };
  const key = pk => crypto.createPublicKey({ key: cat(Buffer.from('302a300506032b6570032100', 'hex'), pk), format: 'der', type: 'spki' });
  let sig = false; try { verifyCommit(h.chain_id, H, commit, vals, null, (pk, m, s) => crypto.verify(null, m, key(pk), s)); sig = true; } catch (e) { sig = e.message; }
  return { dah, hh, vh, sig };
}
export { merkle };
