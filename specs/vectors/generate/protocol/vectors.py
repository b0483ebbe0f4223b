#!/usr/bin/env python3
"""Prints the vectors of specs 01, 03, 04 and 05 into the folder given: python3 vectors.py ../..

An implementation of its own, from the text of the specs: hashes by hashlib, protobuf and Ed25519 (RFC 8032) by hand.
It shares no code with packages/protocol.
"""
import hashlib, json, os, sys

sha = lambda b: hashlib.sha256(b).digest()

# --- Ed25519 (RFC 8032 §5.1), slow and plain ---
P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
def add(p, q):
    (x1, y1), (x2, y2) = p, q
    t = D * x1 * x2 * y1 * y2 % P
    return ((x1 * y2 + x2 * y1) * pow(1 + t, P - 2, P) % P, (y1 * y2 + x1 * x2) * pow(1 - t, P - 2, P) % P)
def mul(n, p):
    r = (0, 1)
    while n:
        if n & 1: r = add(r, p)
        p = add(p, p); n >>= 1
    return r
def recover_x(y, sign):
    x2 = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(x2, (P + 3) // 8, P)
    if (x * x - x2) % P: x = x * pow(2, (P - 1) // 4, P) % P
    if (x * x - x2) % P: return None
    return P - x if x & 1 != sign else x
BY = 4 * pow(5, P - 2, P) % P
B = (recover_x(BY, 0), BY)
neg = lambda p: ((P - p[0]) % P, p[1])
enc = lambda p: (p[1] | (p[0] & 1) << 255).to_bytes(32, 'little')
le = lambda n: n.to_bytes(32, 'little')
h512 = lambda b: int.from_bytes(hashlib.sha512(b).digest(), 'little')
def expand(seed):
    h = hashlib.sha512(seed).digest()
    a = int.from_bytes(h[:32], 'little') & ((1 << 254) - 8) | (1 << 254)
    return a, h[32:]
public = lambda seed: enc(mul(expand(seed)[0], B))
def sign(seed, msg):
    a, prefix = expand(seed); pk = public(seed)
    r = h512(prefix + msg) % L; R = enc(mul(r, B))
    return R + le((r + h512(R + pk + msg) * a) % L)

# --- protobuf ---
def uvarint(n):
    out = b''
    while True:
        out += bytes([n & 127 | (128 if n > 127 else 0)]); n >>= 7
        if not n: return out
tag = lambda field, wire: uvarint(field << 3 | wire)
vint = lambda field, n: tag(field, 0) + uvarint(n) if n else b''
blob = lambda field, b: tag(field, 2) + uvarint(len(b)) + b if len(b) else b''
msg = lambda field, b: tag(field, 2) + uvarint(len(b)) + b
DOMAIN = b'switchyard/tx/v1\x00'
def body(chain='yard-00c0ffee', nonce=0, expires=10, fee=0, actions=()):
    return blob(1, chain.encode()) + vint(2, nonce) + vint(3, expires) + vint(4, fee) + b''.join(msg(5, a) for a in actions)
submit = lambda rid, data: msg(1, blob(1, rid) + blob(2, data))
transfer = lambda to, n: msg(2, blob(1, to) + vint(2, n))
report = lambda s, d: msg(3, vint(1, s) + vint(2, d))
envelope = lambda b, pk, sig: blob(1, b) + blob(2, pk) + blob(3, sig)
SEED = bytes(31) + b'\x01'
PK = public(SEED)
def signed(b, seed=SEED): return envelope(b, public(seed), sign(seed, DOMAIN + b))

# --- Merkle tree (RFC 6962) ---
def mth(leaves):
    if not leaves: return sha(b'')
    if len(leaves) == 1: return sha(b'\x00' + leaves[0])
    k = 1
    while k * 2 < len(leaves): k *= 2
    return sha(b'\x01' + mth(leaves[:k]) + mth(leaves[k:]))
def path0(leaves):
    if len(leaves) < 2: return []
    k = 1
    while k * 2 < len(leaves): k *= 2
    return path0(leaves[:k]) + [mth(leaves[k:])]

hexes = lambda b: b.hex()
demo, gm = sha(b'demo'), sha(b'gm')
addr = lambda pk: sha(pk)[:20]
NOTE = 'printed by specs/vectors/generate/protocol/vectors.py, an implementation of its own from the text of the specs'

def signatures():
    b = body(actions=[submit(demo, b'hello')]); m = DOMAIN + b
    a, _ = expand(SEED); good = sign(SEED, m)
    cases = []
    def case(name, pk, sig, valid, bb=b): cases.append(dict(name=name, body=hexes(bb), public_key=hexes(pk), signature=hexes(sig), valid=valid))
    case('signed by RFC 8032', PK, good, True)
    case('one bit of R', PK, bytes([good[0] ^ 1]) + good[1:], False)
    case('one bit of S', PK, good[:32] + bytes([good[32] ^ 1]) + good[33:], False)
    case('one bit of the body', PK, good, False, b[:-1] + bytes([b[-1] ^ 1]))
    S = int.from_bytes(good[32:], 'little')
    case('S + L', PK, good[:32] + le(S + L), False)
    case('signed without the domain', PK, sign(SEED, b), False)
    one = enc((0, 1))
    case('R of small order (the identity, S = k·a)', PK, one + le(h512(one + PK + m) * a % L), False)
    odd = le(P + 1)
    case('R is the identity, not canonical (y = p + 1)', PK, odd + le(h512(odd + PK + m) * a % L), False)
    odd = le(1 | 1 << 255)
    case('R is the identity, not canonical (sign of x = 0)', PK, odd + le(h512(odd + PK + m) * a % L), False)
    # the eight points of small order, by their encodings; R = [S]B - [k]A holds when k·A vanishes
    t8 = next(q for q in (mul(L, (x, y)) for y in range(2, 99) for x in [recover_x(y, 0)] if x is not None) if mul(4, q) != (0, 1))
    small = [enc(mul(i, t8)) for i in range(8)] + [le(P), le(P + 1), le(1 | 1 << 255), le(P - 1 | 1 << 255), le(P | 1 << 255), le(P + 1 | 1 << 255)]
    points = [mul(i, t8) for i in range(8)]
    for i, key in enumerate(small):
        y = int.from_bytes(key, 'little') & ((1 << 255) - 1)
        A = points[i] if i < 8 else next(p for p in points if p[1] == y % P)
        s = 7
        while True:  # some S makes the equation hold without the cofactor
            R = enc(add(mul(s, B), neg(mul(h512(enc(mul(s, B)) + key + m) % L % 8, A))))
            k = h512(R + key + m) % L
            if enc(add(mul(s, B), neg(mul(k, A)))) == R: break
            s += 1
        case(f'key of small order {i}: the equation holds, the key is refused', key, R + le(s), False)
    # a key with a torsion part: valid exactly when the equation holds without the cofactor
    mixed_point = add(mul(a, B), t8); mixed = enc(mixed_point)
    seen = set()
    r = 1
    while len(seen) < 2:
        R = enc(mul(r, B)); k = h512(R + mixed + m) % L; holds = k % 8 == 0
        if holds not in seen:
            seen.add(holds)
            case('key with torsion, k mod L is ' + ('' if holds else 'not ') + 'a multiple of 8', mixed, R + le((r + k * a) % L), holds)
        r += 1
    return dict(source=NOTE, spec='specs/03-transactions.md §4', cases=cases)

def transactions():
    to = addr(public(bytes(31) + b'\x02')); cases = []
    b = body(nonce=3, fee=9, actions=[submit(demo, b'\x01\x02')])
    sig = sign(SEED, DOMAIN + b)
    def case(name, data, decodes, signature=None):
        c = dict(name=name, bytes=hexes(data), decodes=decodes)
        if decodes: c.update(id=hexes(sha(data)), signature=signature)
        cases.append(c)
    case('data of one rollup', signed(b), True, True)
    case('data of two rollups and a transfer', signed(body(actions=[submit(gm, b'a'), submit(demo, b'b'), submit(gm, b'c'), transfer(to, 5)])), True, True)
    case('transfer of nothing', signed(body(actions=[transfer(to, 0)])), True, True)
    case('report', signed(body(actions=[report(7, 9)])), True, True)
    case('report of height 0', signed(body(actions=[msg(3, b'')])), True, True)
    case('64-bit integers', signed(body(nonce=2**64 - 1, expires=2**64 - 1, fee=2**64 - 1, actions=[transfer(to, 2**64 - 1)])), True, True)
    params = b''.join(vint(i + 1, n) for i, n in enumerate([7 << 20, 6 << 20, 3 << 19, 1 << 20, 256, 96 << 20, 480 << 20, 1000, 4096000, 1])) + blob(11, bytes(20)) + blob(11, bytes(19) + b'\x01')
    case('sudo', signed(body(actions=[msg(4, blob(1, PK) + vint(2, 10)), msg(5, msg(1, params)), msg(6, blob(1, demo) + vint(2, 3)), msg(7, blob(1, to))])), True, True)
    case('signature of another key', envelope(b, public(bytes(31) + b'\x02'), sig), True, False)
    case('S + L', envelope(b, PK, sig[:32] + le(int.from_bytes(sig[32:], 'little') + L)), True, False)
    case('empty', b'', False)
    case('unknown field of the transaction', signed(b) + vint(4, 1), False)
    case('unknown field of the body', signed(b + vint(6, 1)), False)
    case('unknown field of an action', signed(body(actions=[submit(demo, b'x') + vint(9, 1)])), False)
    case('unknown action', signed(body(actions=[msg(8, b'\x08\x01' * 13)])), False)
    case('explicit default', signed(blob(1, b'yard-00c0ffee') + tag(2, 0) + b'\x00' + vint(3, 10) + msg(5, submit(demo, b'x'))), False)
    case('overlong varint', signed(blob(1, b'yard-00c0ffee') + tag(2, 0) + b'\x83\x00' + vint(3, 10) + msg(5, submit(demo, b'x'))), False)
    case('doubled field', signed(blob(1, b'yard-00c0ffee') + vint(2, 1) + vint(2, 1) + vint(3, 10) + msg(5, submit(demo, b'x'))), False)
    case('fields in another order', signed(vint(2, 1) + blob(1, b'yard-00c0ffee') + vint(3, 10) + msg(5, submit(demo, b'x'))), False)
    case('transaction fields in another order', blob(2, PK) + blob(1, b) + blob(3, sig), False)
    case('two kinds in one action', signed(body(actions=[submit(demo, b'x') + transfer(to, 1)])), False)
    case('no action', signed(body()), False)
    case('empty action', signed(body(actions=[b''])), False)
    case('empty data', signed(body(actions=[submit(demo, b'')])), False)
    case('rollup id of 31 bytes', signed(body(actions=[submit(demo[:31], b'x')])), False)
    case('address of 21 bytes', signed(body(actions=[transfer(to + b'\x00', 1)])), False)
    case('key of 31 bytes', envelope(b, PK[:31], sig), False)
    case('signature of 63 bytes', envelope(b, PK, sig[:63]), False)
    case('no chain id', signed(body(chain='', actions=[submit(demo, b'x')])), False)
    case('chain id of 51 characters', signed(body(chain='y' * 51, actions=[submit(demo, b'x')])), False)
    case('chain id that is not UTF-8', signed(b.replace(b'yard', b'yar\xff', 1)), False)
    case('two reports', signed(body(actions=[report(7, 9), report(8, 9)])), False)
    case('report beside data', signed(body(actions=[report(7, 9), submit(demo, b'x' * 30)])), False)
    case('sudo beside a transfer', signed(body(actions=[msg(7, blob(1, to)), transfer(to, 1)])), False)
    case('reporters not ascending', signed(body(actions=[msg(5, msg(1, blob(11, bytes(19) + b'\x01') + blob(11, bytes(20))))])), False)
    case('reporter doubled', signed(body(actions=[msg(5, msg(1, blob(11, bytes(20)) + blob(11, bytes(20))))])), False)
    case('truncated', signed(b)[:-1], False)
    case('the bytes of block roots', b'\x00\x01' + bytes(72), False)
    return dict(source=NOTE, spec='specs/03-transactions.md', sign_bytes=dict(body=hexes(b), bytes=hexes(DOMAIN + b)), cases=cases)

def blocks():
    def make(name, height, rollups, paths=True):
        # rollups: {id: [data]}, items in block order
        sections = sorted((rid, [msg(1, d) for d in data]) for rid, data in rollups.items())
        roots = [(rid, mth(items)) for rid, items in sections]
        data_root, ids_root = mth([r + s for r, s in roots]), mth([r for r, _ in roots])
        first = b'\x00\x01' + height.to_bytes(8, 'big') + data_root + ids_root
        return dict(name=name, height=str(height), sections=[dict(rollup_id=hexes(r), section_root=hexes(s)) for r, s in roots],
                    rollup_data_root=hexes(data_root), rollup_ids_root=hexes(ids_root), block_roots=hexes(first)), first
    out = []
    sets = [('no rollup', 1, []), ('one rollup, one byte', 2, [(demo, [(1, 1)])]),
            ('two rollups', 3, [(gm, [(2, 5), (3, 127), (4, 128)]), (demo, [(5, 16384)])]),
            ('three rollups, one with a section of 1.5 MiB', 2**40, [(sha(b'a'), [(6, 3)]), (sha(b'b'), [(7, (3 << 19) - 5 - 3), (8, 1)]), (sha(b'c'), [(9, 4)])])]
    for name, height, rollups in sets:
        v, _ = make(name, height, {rid: [bytes([f]) * n for f, n in data] for rid, data in rollups})
        v['input'] = [dict(rollup_id=hexes(rid), data=[dict(fill=f, length=n) for f, n in data]) for rid, data in rollups]
        out.append(v)
    _, first = make('', 7, {})
    ways = []
    for n in (1, 2, 3, 5, 8):
        items = [first] + [bytes([i]) * i for i in range(1, n)]
        leaves = [sha(i) for i in items]
        ways.append(dict(items=[hexes(i) for i in items], data_hash=hexes(mth(leaves)), path=[hexes(p) for p in path0(leaves)]))
    ns = lambda chain, rid: b'\x00' + bytes(18) + sha(b'switchyard/ns/v1\x00' + chain.encode() + b'\x00' + rid)[:10]
    chain = 'yard-00c0ffee'
    names = dict(chain_id=chain, chain=hexes(ns(chain, b'')),
                 rollups=[dict(name=n, rollup_id=hexes(sha(n.encode())), namespace=hexes(ns(chain, sha(n.encode())))) for n in ('demo', 'gm', chain, '')])
    times = [dict(header=t, rollup=r) for t, r in (('10.999999999', '10'), ('11.000000000', '11'), ('11.500000000', '12'), ('11.900000000', '13'), ('14.200000000', '14'))]
    rollup_data = [dict(data_length=n, item_length=len(msg(1, bytes(n)))) for n in (1, 127, 128, 16383, 16384, 2097151, 2097152)]
    framing = [dict(length=n, framing=len(msg(1, bytes(n))) - n) for n in (127, 128, 16383, 16384)]
    return dict(source=NOTE, spec='specs/04-blocks.md', blocks=out, first_item_paths=ways, namespaces=names, parent_seconds='9',
                times=times, rollup_data=rollup_data, framing=framing)

def throttle():
    MiB = 1 << 20; C = 6 * MiB; Lo, Hi = 16 * C, 80 * C
    budget = lambda b: C if b <= Lo else 0 if b >= Hi else C * (Hi - b) // (Hi - Lo)
    def price(p, used, bud, floor=1000):
        if 4 * bud >= C:
            t = bud // 2
            p = p + max(1, p * (used - t) // (64 * t)) if used > t else p - p * (t - used) // (64 * t)
        return min(4096 * floor, max(floor, p))
    prices = []
    for p in (1000, 1063, 50_000, 4_095_999, 4_096_000):
        for bud in (C, C // 4 + 1, C // 4, C // 4 - 1, 0):
            for used in sorted({0, bud // 4, bud // 2, bud // 2 + 1, bud, 2 * (bud // 2)}):
                prices.append(dict(price=str(p), used=str(used), budget=str(bud), next=str(price(p, used, bud))))
    credit = lambda c, b, u: min(MiB, c + b - u)
    credits = [dict(credit=str(c), budget=str(b), used=str(u), allowed=str(0 if b == 0 else min(C, b + c)), next=str(credit(c, b, u)))
               for c, b, u in ((0, C, 0), (0, C, C), (MiB, C, C), (MiB, C // 2, C // 2 + MiB), (MiB, 0, 0), (5, 1, 6), (0, 1, 1))]
    # the flood of the review: elastic demand 40 MiB/s, DA 2 MiB/s, reports 8 blocks late
    cum, rep, dr, p, rows = [0], [0], 0, 1000, []
    for t in range(1, 601):
        b = cum[t - 1] - (rep[t - 9] if t >= 9 else 0); bud = budget(b); used = min(bud, 40 * MiB * 1000 // p)
        cum.append(cum[t - 1] + used); dr = min(cum[t], dr + 2 * MiB); rep.append(dr)
        p = price(p, used, bud)
        if t in (60, 120, 300, 600): rows.append(dict(t=t, backlog=str(b), budget=str(bud), used=str(used), price=str(p)))
    return dict(source=NOTE + '; the flood is the one of the protocol review (prototypes/review-throttle.mjs)', spec='specs/05-state-machine.md §6',
                rollup_budget_bytes=str(C), backlog_low_bytes=str(Lo), backlog_high_bytes=str(Hi), price_floor='1000',
                budgets=[dict(backlog=str(b), budget=str(budget(b))) for b in (0, Lo - 1, Lo, Lo + 1, (Lo + Hi) // 2, Hi - 65, Hi - 64, Hi - 1, Hi, Hi + 1)],
                prices=prices, credits=credits, flood=rows)

def tree():
    def bit(k, i): return k[i >> 3] >> (7 - (i & 7)) & 1
    def root(leaves):  # [(key hash, value hash)]
        if not leaves: return bytes(32)
        if len(leaves) == 1: return sha(b'\x00' + leaves[0][0] + leaves[0][1])
        i = next(i for i in range(256) if len({bit(k, i) for k, _ in leaves}) == 2)
        return sha(b'\x01' + bytes([i]) + root([l for l in leaves if not bit(l[0], i)]) + root([l for l in leaves if bit(l[0], i)]))
    cases = []
    for n in (0, 1, 2, 3, 10, 100):
        entries = [(f'account/{i}', bytes([i]) * 16) for i in range(n)]
        cases.append(dict(entries=[dict(key=k, value=hexes(v)) for k, v in entries], root=hexes(root([(sha(k.encode()), sha(v)) for k, v in entries]))))
    return dict(source=NOTE, spec='specs/05-state-machine.md §2', cases=cases)

for name, value in (('signatures', signatures()), ('transactions', transactions()), ('blocks', blocks()), ('throttle', throttle()), ('state-tree', tree())):
    with open(os.path.join(sys.argv[1], name + '.json'), 'w') as f: f.write(json.dumps(value, indent=1) + '\n')
