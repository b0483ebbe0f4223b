// biome-ignore-all format: kept as it was run against a real node
// biome-ignore-all lint: kept as it was run against a real node
// biome-ignore-all assist: kept as it was run against a real node
// Origin: the conformance client that was run against celestia-node v0.31.4 (see README.md). Only paths of imports differ.
/* oxlint-disable -- kept as it was run against a real node */
import crypto from 'node:crypto';import assert from 'node:assert';
const sha=b=>crypto.hash('sha256',b,'buffer'),cat=(...a)=>Buffer.concat(a);
const SHARE=512,NS=29,THRESH=64;
export const nsV0=user10=>cat(Buffer.from([0]),Buffer.alloc(18),Buffer.alloc(10-user10.length),user10);
export function shares(ns,data,ver=0,signer){const out=[];let off=0;while(off<data.length||out.length===0){const first=out.length===0;const parts=[ns,Buffer.from([(ver<<1)|(first?1:0)])];if(first){const l=Buffer.alloc(4);l.writeUInt32BE(data.length);parts.push(l);if(ver===1)parts.push(signer)}const h=cat(...parts);const n=Math.min(SHARE-h.length,data.length-off);const s=Buffer.alloc(SHARE);h.copy(s);data.copy(s,h.length,off,off+n);off+=n;out.push(s)}return out}
const MAXNS=Buffer.alloc(NS,0xff);
const leaf=(ns,d)=>cat(ns,ns,sha(cat(Buffer.from([0]),ns,d)));
const node=(l,r)=>{const lmin=l.subarray(0,NS),lmax=l.subarray(NS,2*NS),rmin=r.subarray(0,NS),rmax=r.subarray(NS,2*NS);const min=lmin;let max=rmax;if(rmin.equals(MAXNS)&&!lmin.equals(MAXNS))max=lmax;return cat(min,max,sha(cat(Buffer.from([1]),l,r)))};
const nmtRoot=(ns,ls)=>ls.length===1?leaf(ns,ls[0]):(()=>{let k=1;while(k*2<ls.length)k*=2;return node(nmtRoot(ns,ls.slice(0,k)),nmtRoot(ns,ls.slice(k)))})();
const merkle=it=>{const n=it.length;if(n===0)return sha(Buffer.alloc(0));if(n===1)return sha(cat(Buffer.from([0]),it[0]));let k=1;while(k*2<n)k*=2;return sha(cat(Buffer.from([1]),merkle(it.slice(0,k)),merkle(it.slice(k))))};
const up2=x=>{let p=1;while(p<x)p*=2;return p},dn2=x=>{let p=1;while(p*2<=x)p*=2;return p};
export const subtreeWidth=n=>Math.min(up2(Math.ceil(n/THRESH)),up2(Math.ceil(Math.sqrt(n))));
export function commitment(ns,data,ver=0,signer){let s=shares(ns,data,ver,signer);const w=subtreeWidth(s.length);const roots=[];for(let i=0;i<s.length;){const rem=s.length-i;const k=rem>=w?w:dn2(rem);roots.push(nmtRoot(ns,s.slice(i,i+k)));i+=k}return merkle(roots)}
const b=x=>Buffer.from(x,'base64');
assert.equal(commitment(b('AAAAAAAAAAAAAAAAAAAAAAAAAAAADCBNOWAP3dM='),b('8fIMqAB+kQo7+LLmHaDya8oH73hxem6lQWX1')).toString('base64'),'D6YGsPWdxR8ju2OcOspnkgPG2abD30pSHxsFdiPqnVk=');
assert.equal(commitment(b('AAAAAAAAAAAAAAAAAAAAAAAAALwwSWpxCuQb5+A='),b('lQnnMKE='),1,b('Yjc3XldhbdYke5i8aSlggYxCCLE=')).toString('base64'),'dujykaNN+Ey7ET3QNdPG0g2uveriBvZusA3fLSOdMKU=');
assert.equal(b('AAAAAAAAAAAAAAAAAAAAAAAAAAAADCBNOWAP3dM=').length,29);
console.log('celestia commitment vectors ok (v0, v1)');
for(const n of [1000,100_000,1_000_000,8_000_000]){const d=crypto.randomBytes(n),ns=nsV0(Buffer.from('0123456789abcdef0123','hex'));let t=performance.now();const sh=shares(ns,d).length;commitment(ns,d);console.log('commitment',n,'B shares',sh,'width',subtreeWidth(sh),(performance.now()-t).toFixed(1),'ms')}
