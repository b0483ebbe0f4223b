// biome-ignore-all format: kept as it was run against a real node
// biome-ignore-all lint: kept as it was run against a real node
// biome-ignore-all assist: kept as it was run against a real node
// Origin: the conformance client that was run against celestia-node v0.31.4 (see README.md). Only paths of imports differ.
/* oxlint-disable -- kept as it was run against a real node */
// Real client test against a running bridge node (DA_URL). Records fixtures/*.json and checks commitments, proofs, headers.
// node client.mjs            all parts;   node client.mjs header submit proofs sizes ws errors
import assert from 'node:assert';
import crypto from 'node:crypto';
import { commitment, shares, nsV0 } from './celestia.mjs';
import { rec, call, tryCall, post, save, cut, ws, bech32, cat, leafHash, nmtRoot, complete, rowsOf, verifyExtended, URL_ } from './dalib.mjs';
const parts = process.argv.slice(2); const want = p => !parts.length || parts.includes(p);
const b64 = b => Buffer.from(b).toString('base64');
const rnd = n => crypto.randomBytes(n), newNs = () => nsV0(rnd(10));
const blob = (ns, data, v = 0, signer, extra = {}) => ({ namespace: b64(ns), data: b64(data), share_version: v, commitment: b64(commitment(ns, data, v, signer)), index: -1, ...(signer ? { signer: b64(signer) } : {}), ...extra });
let pass = 0, fail = 0; const check = (n, ok, extra = '') => { ok ? pass++ : fail++; console.log(`${ok ? 'PASS' : 'FAIL'} ${n} ${extra}`); };
const self = await call('state.AccountAddress'); const signer = bech32(self); assert.equal(signer.length, 20);
const head = async () => Number((await call('header.LocalHead')).header.height);

if (want('header')) {
  await rec('node.Info', 'node.Info', []);
  await rec('node.Ready', 'node.Ready', []);
  await rec('state.AccountAddress', 'state.AccountAddress', []);
  await rec('state.Balance', 'state.Balance', []);
  await rec('state.BalanceForAddress', 'state.BalanceForAddress', [self]);
  await rec('header.LocalHead', 'header.LocalHead', []);
  await rec('header.NetworkHead', 'header.NetworkHead', []);
  await rec('header.Tail', 'header.Tail', []);
  await rec('header.SyncState', 'header.SyncState', []);
  await rec('header.SyncWait', 'header.SyncWait', []);
  const g = await rec('header.GetByHeight', 'header.GetByHeight', [2]);
  await rec('header.GetByHeight.zero', 'header.GetByHeight', [0]);
  await rec('header.GetByHeight.future', 'header.GetByHeight', [await head() + 1000]);
  await rec('header.GetByHeight.next', 'header.GetByHeight', [await head() + 1], { note: 'one above the head' });
  await rec('header.GetByHeight.negative', 'header.GetByHeight', [-1]);
  await rec('header.GetByHeight.string', 'header.GetByHeight', ['2']);
  await rec('header.WaitForHeight', 'header.WaitForHeight', [await head() + 2], { note: 'two above the head: returns when it is there' });
  await rec('header.WaitForHeight.past', 'header.WaitForHeight', [2]);
  await rec('header.GetByHash', 'header.GetByHash', [g.ok.commit.block_id.hash]);
  await rec('header.GetByHash.unknown', 'header.GetByHash', ['00'.repeat(32)]);
  await rec('header.GetRangeByHeight', 'header.GetRangeByHeight', [g.ok, 4], { note: 'param 0 is the whole ExtendedHeader of `from`; returns headers from+1 .. to-1' });
  for (const h of [1, 2, await head()]) { const eh = await call('header.GetByHeight', h), v = verifyExtended(eh); check(`header ${h}: dah=data_hash, header hash, validators hash, +2/3 signatures`, v.dah && v.hh && v.vh && v.sig === true, JSON.stringify(v)); }
}
const ns0 = newNs(), d10k = rnd(10_000); let h10k, c10k;
if (want('submit')) {
  c10k = commitment(ns0, d10k);
  let r = await rec('blob.Submit.v0.10KB', 'blob.Submit', [[blob(ns0, d10k)], {}], { note: 'options {} = node estimates gas and price' }); h10k = r.ok;
  await rec('blob.Submit.options', 'blob.Submit', [[blob(newNs(), rnd(100))], { gas_price: 0.02, is_gas_price_set: true, max_gas_price: 0.4, gas: 200000, tx_priority: 2, key_name: '', signer_address: self, fee_granter_address: '' }]);
  await rec('blob.Submit.noOptions', 'blob.Submit', [[blob(newNs(), rnd(100))]], { note: 'options left out' });
  await rec('blob.Submit.nullOptions', 'blob.Submit', [[blob(newNs(), rnd(100))], null]);
  const ns1 = newNs(), d1 = rnd(10_000);
  r = await rec('blob.Submit.v1', 'blob.Submit', [[blob(ns1, d1, 1, signer)], {}], { note: 'share version 1, signer = the node\'s own 20-byte address' });
  const g1 = await rec('blob.GetAll.v1', 'blob.GetAll', [r.ok, [b64(ns1)]]);
  check('v1 commitment equal to the node\'s', g1.ok?.[0]?.commitment === b64(commitment(ns1, d1, 1, signer)));
  await rec('blob.Submit.v1.wrongSigner', 'blob.Submit', [[blob(newNs(), rnd(100), 1, rnd(20))], {}]);
  await rec('blob.Submit.v1.noSigner', 'blob.Submit', [[{ ...blob(newNs(), rnd(100), 1, signer), signer: undefined }], {}]);
  await rec('blob.Submit.v0.withSigner', 'blob.Submit', [[{ ...blob(newNs(), rnd(100)), signer: b64(signer) }], {}]);
  await rec('blob.Submit.v2', 'blob.Submit', [[{ ...blob(newNs(), rnd(100)), share_version: 2 }], {}]);
  await rec('blob.Submit.v127', 'blob.Submit', [[{ ...blob(newNs(), rnd(100)), share_version: 127 }], {}]);
  // several blobs, two namespaces, order of GetAll
  const nsa = newNs(), nsb = newNs(), many = [[nsb, 1000], [nsa, 600], [nsb, 5000], [nsa, 70_000], [nsb, 1]].map(([n, l]) => [n, rnd(l)]);
  r = await rec('blob.Submit.several', 'blob.Submit', [many.map(([n, d]) => blob(n, d)), {}], { note: 'five blobs, two namespaces, one PFB tx' });
  const all = await rec('blob.GetAll.several', 'blob.GetAll', [r.ok, [b64(nsb), b64(nsa)]], { note: 'order = order of the namespaces asked for, inside a namespace order of submission' });
  const exp = [...many.filter(m => m[0] === nsb), ...many.filter(m => m[0] === nsa)];
  check('GetAll order and data', all.ok?.length === 5 && all.ok.every((b, i) => b.data === b64(exp[i][1]) && b.commitment === b64(commitment(...exp[i]))), JSON.stringify(all.ok?.map(b => b.index)));
  const same = rnd(500); r = await rec('blob.Submit.duplicateInTx', 'blob.Submit', [[blob(nsa, same), blob(nsa, same)], {}]);
  if (r.ok) { const d = await call('blob.GetAll', r.ok, [b64(nsa)]); check('identical blobs in one tx both kept', d.length === 2, 'indices ' + d.map(b => b.index)); }
  for (const [n, l] of [['1MB', 1_000_000], ['7MB', 7_000_000]]) { const ns = newNs(), d = rnd(l); r = await rec('blob.Submit.' + n, 'blob.Submit', [[blob(ns, d)], {}]); if (r.ok) { const t = performance.now(), g = await call('blob.GetAll', r.ok, [b64(ns)]); check(n + ' read back', g[0].data === b64(d), `GetAll ${Math.round(performance.now() - t)} ms`); } }
}
if (want('errors')) {
  await rec('blob.Submit.tooBig.8MiB', 'blob.Submit', [[blob(newNs(), rnd(8_388_608))], {}]);
  await rec('blob.Submit.tooBig.12MB', 'blob.Submit', [[blob(newNs(), rnd(12_000_000))], {}], { note: 'request body over 16 MiB minus envelope is 16.0 MB of base64' });
  await rec('blob.Submit.tooBig.14MB', 'blob.Submit', [[blob(newNs(), rnd(14_000_000))], {}], { note: 'body over the 16 MiB request cap' });
  await rec('blob.Submit.empty', 'blob.Submit', [[], {}]);
  await rec('blob.Submit.emptyData', 'blob.Submit', [[{ ...blob(newNs(), rnd(1)), data: '' }], {}]);
  const bad = (n, ns, note) => rec('blob.Submit.badNamespace.' + n, 'blob.Submit', [[{ ...blob(newNs(), rnd(10)), namespace: b64(ns) }], {}], { note });
  await bad('short', rnd(28)); await bad('long', rnd(30)); await bad('version1', cat(Buffer.from([1]), Buffer.alloc(18), rnd(10)));
  await bad('prefix', cat(Buffer.from([0]), Buffer.alloc(17, 1), Buffer.alloc(1), rnd(10))); await bad('reserved', cat(Buffer.alloc(28), Buffer.from([1])), 'primary reserved (tx namespace)');
  await bad('parity', Buffer.alloc(29, 255)); await bad('tailPadding', cat(Buffer.alloc(28, 255), Buffer.from([254]))); await bad('zero', Buffer.alloc(29)); await bad('reservedMax', cat(Buffer.alloc(28), Buffer.from([255]))); await bad('firstUser', cat(Buffer.alloc(27), Buffer.from([1, 0])), 'the lowest namespace above the reserved ones');
  const badC = newNs(); let r = await rec('blob.Submit.badCommitment', 'blob.Submit', [[{ ...blob(badC, rnd(10)), commitment: b64(rnd(32)) }], {}], { note: 'commitment of the request is not checked' });
  r = await rec('blob.Submit.noCommitment', 'blob.Submit', [[{ namespace: b64(badC), data: b64(rnd(10)), share_version: 0 }], {}]);
  await rec('blob.Submit.badBase64', 'blob.Submit', [[{ ...blob(badC, rnd(10)), data: '***' }], {}]);
  await rec('blob.Submit.gasTooLow', 'blob.Submit', [[blob(badC, rnd(1000))], { gas: 1000 }]);
  await rec('blob.Submit.gasPriceTooLow', 'blob.Submit', [[blob(badC, rnd(1000))], { gas_price: 0.0001, is_gas_price_set: true }]);
  await rec('blob.Submit.gasPriceZero', 'blob.Submit', [[blob(badC, rnd(1000))], { gas_price: 0, is_gas_price_set: true }]);
  await rec('blob.Submit.maxGasPriceTooLow', 'blob.Submit', [[blob(badC, rnd(1000))], { max_gas_price: 0.0001 }]);
  await rec('blob.Submit.gasPriceNotFlagged', 'blob.Submit', [[blob(badC, rnd(1000))], { gas_price: 0.0001 }], { note: 'gas_price without is_gas_price_set is ignored' });
  if (process.env.POOR) await rec('blob.Submit.insufficientFunds', 'blob.Submit', [[blob(badC, rnd(1000))], { signer_address: process.env.POOR }], { note: 'account with 1 utia' });
  await rec('blob.Submit.accountNotOnChain', 'blob.Submit', [[blob(badC, rnd(1000))], { key_name: 'ghost' }], { note: 'key in the keyring, account never funded' });
  await rec('blob.Submit.unknownKey', 'blob.Submit', [[blob(badC, rnd(1000))], { key_name: 'nobody' }]);
  await rec('blob.Submit.unknownSigner', 'blob.Submit', [[blob(badC, rnd(1000))], { signer_address: 'celestia1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqrrncka' }]);
  const h = await head();
  await rec('blob.Get.unknownCommitment', 'blob.Get', [h - 1, b64(badC), b64(rnd(32))]);
  await rec('blob.Get.badCommitmentLength', 'blob.Get', [h - 1, b64(badC), b64(rnd(5))]);
  await rec('blob.GetAll.none', 'blob.GetAll', [h - 1, [b64(newNs())]]);
  await rec('blob.GetAll.emptyBlock', 'blob.GetAll', [2, [b64(newNs())]]);
  await rec('share.GetNamespaceData.emptyBlock', 'share.GetNamespaceData', [2, b64(newNs())], { note: 'empty block' });
  await rec('share.GetNamespaceData.outside', 'share.GetNamespaceData', [await (async () => call('blob.Submit', [blob(nsV0(Buffer.from('00000000000000000200', 'hex')), rnd(10))], {}))(), b64(nsV0(Buffer.alloc(10, 0xff)))], { note: 'above every namespace of the square but below tail padding' });
  await rec('blob.GetAll.noNamespaces', 'blob.GetAll', [h - 1, []]);
  await rec('blob.GetAll.future', 'blob.GetAll', [h + 1000, [b64(badC)]]);
  await rec('blob.GetAll.zero', 'blob.GetAll', [0, [b64(badC)]]);
  await rec('blob.GetAll.badNamespace', 'blob.GetAll', [h - 1, [b64(rnd(10))]]);
  await rec('blob.GetProof.unknown', 'blob.GetProof', [h - 1, b64(badC), b64(rnd(32))]);
}
if (want('rpc')) { const badC = newNs();
  await rec('rpc.unknownMethod', 'blob.Nope', []); await rec('rpc.unknownNamespace', 'nope.Nope', []);
  await rec('rpc.tooFewParams', 'blob.GetAll', [1]); await rec('rpc.tooManyParams', 'node.Info', [1]); await rec('rpc.wrongParamType', 'blob.GetAll', ['x', []]);
  await rec('rpc.paramsObject', '', [], { body: '{"jsonrpc":"2.0","id":1,"method":"header.GetByHeight","params":{"height":1}}' });
  await rec('rpc.noParams', '', [], { body: '{"jsonrpc":"2.0","id":1,"method":"state.AccountAddress"}' });
  await rec('rpc.badJson', '', [], { body: '{"jsonrpc":' }); await rec('rpc.empty', '', [], { body: '' });
  await rec('rpc.batch', '', [], { body: '[{"jsonrpc":"2.0","id":1,"method":"state.AccountAddress","params":[]},{"jsonrpc":"2.0","id":2,"method":"node.Ready","params":[]}]' });
  await rec('rpc.emptyBatch', '', [], { body: '[]' });
  await rec('rpc.stringId', '', [], { body: '{"jsonrpc":"2.0","id":"abc","method":"state.AccountAddress","params":[]}' });
  await rec('rpc.nullId', '', [], { body: '{"jsonrpc":"2.0","id":null,"method":"state.AccountAddress","params":[]}' });
  await rec('rpc.noId', '', [], { body: '{"jsonrpc":"2.0","method":"state.AccountAddress","params":[]}', note: 'notification' });
  await rec('rpc.noVersion', '', [], { body: '{"id":1,"method":"state.AccountAddress","params":[]}' });
  await rec('rpc.subscribeOverHttp', 'blob.Subscribe', [b64(badC)]);
  await rec('rpc.garbageToken', 'state.AccountAddress', [], { headers: { authorization: 'Bearer xyz' } });
  await rec('rpc.float', 'header.GetByHeight', [2.5]); await rec('rpc.id.float', '', [], { body: '{"jsonrpc":"2.0","id":1.5,"method":"node.Ready","params":[]}' }); await rec('rpc.extraField', '', [], { body: '{"jsonrpc":"2.0","id":1,"method":"node.Ready","params":[],"x":1}' });
  await rec('http.contentTypeText', 'node.Ready', [], { headers: { 'content-type': 'text/plain' } });
  const g = await fetch(URL_); save('http.get', { status: g.status, type: g.headers.get('content-type'), text: cut(await g.text()) });
  const g2 = await fetch(URL_ + '/nope', { method: 'POST', body: '{"jsonrpc":"2.0","id":1,"method":"node.Ready","params":[]}' }); save('http.otherPath', { status: g2.status, text: cut(await g2.text()) });
  console.log('GET /', g.status, 'POST /nope', g2.status);
}
// one blob fully: Get, GetAll, GetProof, Included, GetNamespaceData; NMT proofs against the row roots
export async function verifyBlob(h, ns, data, { record } = {}) {
  const c = commitment(ns, data), R = async (n, m, p) => record ? (await rec(n, m, p)).ok : call(m, ...p);
  const eh = await call('header.GetByHeight', h), W = eh.dah.row_roots.length, hv = verifyExtended(eh);
  const got = await R('blob.Get', 'blob.Get', [h, b64(ns), b64(c)]);
  const proof = await R('blob.GetProof', 'blob.GetProof', [h, b64(ns), b64(c)]);
  const nd = await R('share.GetNamespaceData', 'share.GetNamespaceData', [h, b64(ns)]);
  const rows = nd.rows ?? nd, mine = rowsOf(eh.dah, ns), sh = shares(ns, data);
  const okRows = rows.length === mine.length && rows.every((r, i) => nmtRoot(r.proof, r.shares.map(s => leafHash(ns, Buffer.from(s.data ?? s, 'base64'))), W).equals(mine[i][0]) && complete(r.proof, ns, W));
  const flat = rows.flatMap(r => r.shares.map(s => Buffer.from(s.data ?? s, 'base64'))), at = flat.findIndex(s => s.equals(sh[0]));
  const okShares = at >= 0 && sh.every((s, i) => s.equals(flat[at + i]));
  // blob.GetProof alone, from our own shares (valid when the namespace holds only this blob in those rows)
  let okProof = true, k = 0; for (const [i, p] of proof.entries()) { const n = Number(p.end) - Number(p.start ?? 0); const ls = sh.slice(k, k + n); k += n; const row = mine[i]; try { okProof &&= nmtRoot(p, ls.map(s => leafHash(ns, s)), W).equals(row[0]); } catch (e) { okProof = false; } }
  const inc = await R('blob.Included', 'blob.Included', [h, b64(ns), proof, b64(c)]);
  const idx = mine.length ? mine[0][1] * W + Number(rows[0].proof.start ?? 0) + at : -1;
  return { h, square: W / 2, shares: sh.length, rows: rows.length, header: hv.dah && hv.hh && hv.vh && hv.sig === true, commitment: got.commitment === b64(c), data: got.data === b64(data), okRows, okShares, okProof: okProof && k === sh.length, included: inc, index: got.index, idxOk: got.index === idx };
}
const good = r => r.header && r.commitment && r.data && r.okRows && r.okShares && r.okProof && r.included === true;
if (want('proofs')) {
  const ns = newNs(), d = rnd(10_000), h = (await rec('blob.Submit.forProof', 'blob.Submit', [[blob(ns, d)], {}])).ok;
  const r = await verifyBlob(h, ns, d, { record: true }); check('10 KB blob: proofs, header, commitment', good(r), JSON.stringify(r));
  await rec('blob.GetAll', 'blob.GetAll', [h, [b64(ns)]]);
  await rec('blob.GetCommitmentProof', 'blob.GetCommitmentProof', [h, b64(ns), b64(commitment(ns, d))]);
  const p = await call('blob.GetProof', h, b64(ns), b64(commitment(ns, d)));
  await rec('blob.Included.otherCommitment', 'blob.Included', [h, b64(ns), p, b64(rnd(32))]);
  const bad = structuredClone(p); bad[0].nodes[0] = b64(rnd(90)); await rec('blob.Included.badProof', 'blob.Included', [h, b64(ns), bad, b64(commitment(ns, d))]);
  await rec('blob.Included.emptyProof', 'blob.Included', [h, b64(ns), [], b64(commitment(ns, d))]);
  await rec('share.GetNamespaceData.absent', 'share.GetNamespaceData', [h, b64(newNs())]);
  await rec('share.GetShare', 'share.GetShare', [h, 0, 0]); await rec('share.GetRow', 'share.GetRow', [h, 0]); await rec('share.GetRange', 'share.GetRange', [h, 1, 2]); await rec('share.SharesAvailable', 'share.SharesAvailable', [h]);
}
if (want('sizes')) {
  const S = (process.env.SIZES || '1,2,477,478,479,959,960,961,1442,1443,10000,30844,30845,31000,61692,100000,250000,500000,1000000,1900000,3000000,5000000,7000000').split(',').map(Number);
  for (const n of S) { const ns = newNs(), d = rnd(n), t = performance.now(); try { const h = await call('blob.Submit', [blob(ns, d)], {}), ms = Math.round(performance.now() - t); const r = await verifyBlob(h, ns, d); check(`size ${n}`, good(r), `submit ${ms} ms ` + JSON.stringify(r)); } catch (e) { check(`size ${n}`, false, e.message.slice(0, 200)); } }
}
if (want('ws')) {
  const ns = newNs(), msgs = [], t0 = performance.now(); let closed;
  const w = await ws(URL_, m => msgs.push([Math.round(performance.now() - t0), m]), (c, r) => closed ??= [c, r]);
  w.send({ jsonrpc: '2.0', id: 1, method: 'blob.Subscribe', params: [b64(ns)] }); w.send({ jsonrpc: '2.0', id: 2, method: 'header.Subscribe', params: [] });
  await new Promise(r => setTimeout(r, 500)); const d = rnd(1000), h = await call('blob.Submit', [blob(ns, d)], {});
  await new Promise(r => setTimeout(r, 3500));
  const chans = msgs.map(([t, m]) => [t, JSON.parse(m)]);
  w.send({ jsonrpc: '2.0', method: 'xrpc.cancel', params: [1] }); await new Promise(r => setTimeout(r, 1500));
  const after = msgs.slice(chans.length).map(([t, m]) => JSON.parse(m));
  save('ws.Subscribe', { note: 'blob.Subscribe id 1 and header.Subscribe id 2 on one WS; then xrpc.cancel [1]', blob_height: h, upgrade_response: w.head, frames: chans.slice(0, 6).map(([t, m]) => ({ ms: t, frame: cut(m, 200) })), frame_with_blob: cut(chans.map(c => c[1]).find(m => m.method === 'xrpc.ch.val' && m.params?.[1]?.blobs?.length || m.params?.[1]?.Blobs?.length), 200), frames_after_cancel: after.slice(0, 4).map(m => cut(m, 120)) });
  console.log('ws frames', chans.length, 'methods', [...new Set(chans.map(c => c[1].method || 'reply id ' + c[1].id))], 'after cancel', after.map(m => m.method + JSON.stringify(m.params).slice(0, 20)).slice(0, 5), closed);
  check('WS blob.Subscribe delivered our blob', chans.some(([, m]) => JSON.stringify(m).includes(b64(d))));
  w.close();
}
console.log(`${pass} passed, ${fail} failed`); process.exit(fail ? 1 : 0);
