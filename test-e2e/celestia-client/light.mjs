// biome-ignore-all format: kept as it was run against a real node
// biome-ignore-all lint: kept as it was run against a real node
// biome-ignore-all assist: kept as it was run against a real node
// Origin: the conformance client that was run against celestia-node v0.31.4 (see README.md). Only paths of imports differ.
/* oxlint-disable -- kept as it was run against a real node */
// Minimal CometBFT v0.38/0.39/0.40 light verification in plain JS. No deps but node:crypto.
import crypto from 'node:crypto';
const sha=b=>crypto.hash('sha256',b,'buffer');
const cat=(...a)=>Buffer.concat(a);
const uvar=n=>{n=BigInt(n);if(n<0n)n+=1n<<64n;const o=[];do{let b=Number(n&127n);n>>=7n;if(n)b|=128;o.push(b)}while(n);return Buffer.from(o)};
const tag=(f,w)=>uvar(f*8+w);
const fVar=(f,v)=>BigInt(v)===0n?Buffer.alloc(0):cat(tag(f,0),uvar(v));
const fSf64=(f,v)=>{if(BigInt(v)===0n)return Buffer.alloc(0);const b=Buffer.alloc(8);b.writeBigInt64LE(BigInt(v));return cat(tag(f,1),b)};
const fBytes=(f,b)=>!b||b.length===0?Buffer.alloc(0):cat(tag(f,2),uvar(b.length),b);
const fMsg=(f,b)=>cat(tag(f,2),uvar(b.length),b);            // always emitted (gogoproto nullable=false)
// RFC3339 nano -> {s,n}
export const ts=s=>{const m=/^(.*?)(?:\.(\d+))?Z$/.exec(s);return {s:BigInt(Date.parse(m[1]+'Z'))/1000n,n:Number((m[2]||'').padEnd(9,'0').slice(0,9))}};
const tsPb=t=>cat(fVar(1,t.s),fVar(2,t.n));
const psh=p=>cat(fVar(1,p?.total??0),fBytes(2,p?.hash));
const isZeroBid=b=>!b||(b.hash.length===0&&(!b.parts||(b.parts.total===0&&b.parts.hash.length===0)));
const bid=b=>cat(fBytes(1,b?.hash),fMsg(2,psh(b?.parts)));    // BlockID and CanonicalBlockID share encoding
export function voteSignBytes(chainId,v){ // v:{type,height,round,blockId|null,timestamp:{s,n}}
  const body=cat(fVar(1,v.type),fSf64(2,v.height),fSf64(3,v.round),isZeroBid(v.blockId)?Buffer.alloc(0):fMsg(4,bid(v.blockId)),fMsg(5,tsPb(v.timestamp)),fBytes(6,Buffer.from(chainId)));
  return cat(uvar(body.length),body);
}
const L0=Buffer.from([0]),L1=Buffer.from([1]);
export function merkle(items){const n=items.length;if(n===0)return sha(Buffer.alloc(0));if(n===1)return sha(cat(L0,items[0]));let k=1;while(k*2<n)k*=2;return sha(cat(L1,merkle(items.slice(0,k)),merkle(items.slice(k))))}
const wrapB=b=>fBytes(1,b), wrapS=s=>fBytes(1,Buffer.from(s)), wrapI=i=>fVar(1,i);
export function headerHash(h){ return merkle([
  cat(fVar(1,h.version.block),fVar(2,h.version.app)), wrapS(h.chainId), wrapI(h.height), tsPb(h.time), bid(h.lastBlockId),
  wrapB(h.lastCommitHash),wrapB(h.dataHash),wrapB(h.validatorsHash),wrapB(h.nextValidatorsHash),wrapB(h.consensusHash),wrapB(h.appHash),wrapB(h.lastResultsHash),wrapB(h.evidenceHash),wrapB(h.proposerAddress)]); }
export const validatorsHash=vals=>merkle(vals.map(v=>cat(fMsg(1,fBytes(1,v.pubkey)),fVar(2,v.power))));  // SimpleValidator{PublicKey{ed25519=1}, voting_power=2}
export const address=pk=>sha(pk).subarray(0,20);
export const dataHash=txs=>merkle(txs.map(t=>sha(t)));       // types.Txs.Hash(): leaf = sha256(tx), then RFC6962 leaf prefix
export function verifyCommit(chainId,header,commit,vals,importKey,verify){
  const hh=headerHash(header); if(!hh.equals(commit.blockId.hash)) throw Error('header hash != commit.block_id.hash');
  if(commit.height!==header.height) throw Error('height'); if(!validatorsHash(vals).equals(header.validatorsHash)) throw Error('validators hash');
  if(commit.signatures.length!==vals.length) throw Error('sig count');
  const total=vals.reduce((a,v)=>a+BigInt(v.power),0n); let got=0n;
  commit.signatures.forEach((s,i)=>{ if(s.flag!==2) return; if(!s.address.equals(address(vals[i].pubkey))) throw Error('addr'); const m=voteSignBytes(chainId,{type:2,height:commit.height,round:commit.round,blockId:commit.blockId,timestamp:s.timestamp}); if(!verify(vals[i].pubkey,m,s.signature)) throw Error('bad sig '+i); got+=BigInt(vals[i].power)});
  if(got*3n<=total*2n) throw Error('insufficient power'); return {got,total};
}
