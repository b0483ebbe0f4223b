// Prints specs/vectors/light-cometbft.json: facts about CometBFT, said by CometBFT's own code.
//
//	GOFLAGS=-mod=mod go run . > ../../light-cometbft.json
package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"time"

	abci "github.com/cometbft/cometbft/abci/types"
	"github.com/cometbft/cometbft/crypto/ed25519"
	cmtjson "github.com/cometbft/cometbft/libs/json"
	cmtproto "github.com/cometbft/cometbft/proto/tendermint/types"
	cmtversion "github.com/cometbft/cometbft/proto/tendermint/version"
	"github.com/cometbft/cometbft/types"
)

const source = "CometBFT v0.38.25, printed by specs/vectors/generate/light"

type object = map[string]any

func h(b []byte) string { return hex.EncodeToString(b) }

func check(err error) {
	if err != nil {
		panic(err)
	}
}

func must[T any](value T, err error) T {
	check(err)
	return value
}

func sum(text string) []byte { s := sha256.Sum256([]byte(text)); return s[:] }

func key(name string) ed25519.PrivKey { return ed25519.GenPrivKeyFromSecret([]byte(name)) }

func pub(name string) ed25519.PubKey { return key(name).PubKey().(ed25519.PubKey) }

func blockID(name string, total uint32) types.BlockID {
	return types.BlockID{Hash: sum(name), PartSetHeader: types.PartSetHeader{Total: total, Hash: sum(name + " parts")}}
}

func at(seconds, nanos int64) time.Time { return time.Unix(seconds, nanos).UTC() }

func jsonOf(value any) string { return string(must(cmtjson.Marshal(value))) }

func blockIDOf(id types.BlockID) object {
	return object{"hash": h(id.Hash), "total": id.PartSetHeader.Total, "partsHash": h(id.PartSetHeader.Hash)}
}

func timeOf(t time.Time) object {
	return object{"seconds": fmt.Sprint(t.Unix()), "nanos": t.Nanosecond()}
}

func votes() []object {
	var out []object
	for _, vote := range []types.Vote{
		{Type: cmtproto.PrecommitType, Height: 1, Round: 0, BlockID: blockID("a", 1), Timestamp: at(1700000000, 0)},
		{Type: cmtproto.PrecommitType, Height: 1, Round: 0, Timestamp: at(1700000000, 5)},
		{Type: cmtproto.PrevoteType, Height: 7, Round: 3, BlockID: blockID("b", 113), Timestamp: at(1700000001, 999999999)},
		{Type: cmtproto.PrevoteType, Height: 1<<62 + 5, Round: 1<<31 - 1, BlockID: blockID("c", 1<<32-1), Timestamp: at(253402300799, 1)},
		{Type: cmtproto.PrecommitType, Height: 300, Round: 1, BlockID: blockID("d", 2), Timestamp: time.Time{}},
		{Type: cmtproto.PrecommitType, Height: 300, Round: 1, BlockID: types.BlockID{Hash: sum("e")}, Timestamp: at(0, 0)},
	} {
		id := any(nil)
		if !vote.BlockID.IsZero() {
			id = blockIDOf(vote.BlockID)
		}
		kind := "precommit"
		if vote.Type == cmtproto.PrevoteType {
			kind = "prevote"
		}
		pb := vote.ToProto()
		// BlockIDFromProto refuses part sets without hash only in ValidateBasic; sign bytes take all of these.
		out = append(out, object{
			"chainId": "yard-12345678", "type": kind, "height": fmt.Sprint(vote.Height), "round": vote.Round, "blockId": id,
			"timestamp": timeOf(vote.Timestamp), "signBytes": h(types.VoteSignBytes("yard-12345678", pb)),
		})
	}
	return out
}

func proposals() []object {
	var out []object
	for _, proposal := range []types.Proposal{
		{Type: cmtproto.ProposalType, Height: 1, Round: 0, POLRound: -1, BlockID: blockID("a", 1), Timestamp: at(1700000000, 0)},
		{Type: cmtproto.ProposalType, Height: 12345, Round: 23456, POLRound: 5, BlockID: blockID("b", 111), Timestamp: at(1518332962, 765000000)},
		{Type: cmtproto.ProposalType, Height: 2, Round: 1, POLRound: 0, BlockID: blockID("c", 7), Timestamp: at(1700000000, 10)},
	} {
		out = append(out, object{
			"chainId": "test_chain_id", "height": fmt.Sprint(proposal.Height), "round": proposal.Round, "polRound": proposal.POLRound,
			"blockId": blockIDOf(proposal.BlockID), "timestamp": timeOf(proposal.Timestamp),
			"signBytes": h(types.ProposalSignBytes("test_chain_id", proposal.ToProto())),
		})
	}
	return out
}

func header(height int64, app uint64, last types.BlockID) types.Header {
	return types.Header{
		Version: cmtversion.Consensus{Block: 11, App: app}, ChainID: "yard-12345678", Height: height, Time: at(1700000000+height, 120000000),
		LastBlockID: last, LastCommitHash: sum("last commit"), DataHash: sum("data"), ValidatorsHash: sum("validators"),
		NextValidatorsHash: sum("next validators"), ConsensusHash: sum("consensus"), AppHash: sum("app"),
		LastResultsHash: sum("results"), EvidenceHash: sum("evidence"), ProposerAddress: pub("p").Address(),
	}
}

func commit() *types.Commit {
	sign := func(i int, flag types.BlockIDFlag) types.CommitSig {
		name := fmt.Sprint("v", i)
		return types.CommitSig{
			BlockIDFlag: flag, ValidatorAddress: pub(name).Address(), Timestamp: at(1700000002, int64(i)*1000),
			Signature: must(key(name).Sign([]byte(name))),
		}
	}
	return &types.Commit{Height: 2, Round: 1, BlockID: blockID("block 2", 3), Signatures: []types.CommitSig{
		sign(0, types.BlockIDFlagCommit), types.NewCommitSigAbsent(), sign(2, types.BlockIDFlagNil), sign(3, types.BlockIDFlagCommit),
	}}
}

func headers() []object {
	bare := types.Header{ChainID: "c", Height: 1, ValidatorsHash: sum("validators")}
	var out []object
	for _, hd := range []types.Header{header(3, 1, blockID("block 2", 3)), header(1, 0, types.BlockID{}), bare} {
		out = append(out, object{
			"json": jsonOf(hd), "hash": h(hd.Hash()), "protobuf": h(must(hd.ToProto().Marshal())),
		})
	}
	return out
}

func blocks() []object {
	filler := func(n int) types.Tx { return bytes.Repeat([]byte{byte(n)}, n) }
	first := types.Block{Header: header(1, 1, types.BlockID{}), LastCommit: &types.Commit{}}
	first.Data.Txs = types.Txs{}
	first.Evidence.Evidence = types.EvidenceList{}
	third := types.Block{Header: header(3, 1, blockID("block 2", 3)), LastCommit: commit()}
	third.Data.Txs = types.Txs{filler(74), filler(0), filler(300)}
	third.Evidence.Evidence = types.EvidenceList{}
	var out []object
	for _, block := range []*types.Block{&first, &third} {
		block.Header.DataHash, block.Header.LastCommitHash = block.Data.Hash(), block.LastCommit.Hash()
		block.Header.EvidenceHash = block.Evidence.Hash()
		// As a node serves it: read back from the store.
		stored := must(types.BlockFromProto(must(block.ToProto())))
		parts := must(block.MakePartSet(types.BlockPartSizeBytes))
		out = append(out, object{
			"json": jsonOf(stored), "protobuf": h(must(must(block.ToProto()).Marshal())), "dataHash": h(block.Data.Hash()),
			"lastCommitHash": h(block.LastCommit.Hash()), "partsTotal": parts.Total(), "partsHash": h(parts.Hash()),
		})
	}
	return out
}

func partSets() []object {
	var out []object
	for _, size := range []int{0, 1, 65536, 65537, 200000, 400000} {
		data := make([]byte, size)
		for i := range data {
			data[i] = byte(i * 7)
		}
		set := types.NewPartSetFromData(data, types.BlockPartSizeBytes)
		proofs := []object{}
		for i := 0; i < int(set.Total()); i++ {
			part := set.GetPart(i)
			aunts := []string{}
			for _, aunt := range part.Proof.Aunts {
				aunts = append(aunts, h(aunt))
			}
			proofs = append(proofs, object{"leafHash": h(part.Proof.LeafHash), "aunts": aunts})
		}
		out = append(out, object{"size": size, "total": set.Total(), "hash": h(set.Hash()), "proofs": proofs})
	}
	return out
}

func commitCase() object {
	c := commit()
	return object{"json": jsonOf(c), "hash": h(c.Hash()), "protobuf": h(must(c.ToProto().Marshal()))}
}

func params() []object {
	var out []object
	for _, p := range [][2]int64{{22020096, -1}, {7340032, 0}, {1, 1 << 60}} {
		value := types.DefaultConsensusParams()
		value.Block.MaxBytes, value.Block.MaxGas = p[0], p[1]
		out = append(out, object{"maxBytes": fmt.Sprint(p[0]), "maxGas": fmt.Sprint(p[1]), "hash": h(value.Hash())})
	}
	return out
}

func results() []object {
	all := []*abci.ExecTxResult{
		{}, {Code: 0, Data: []byte("data"), GasWanted: 7, GasUsed: -1, Log: "not hashed"}, {Code: 1 << 31, Events: []abci.Event{{Type: "e"}}},
	}
	var out []object
	for n := 0; n <= len(all); n++ {
		list := []object{}
		for _, r := range all[:n] {
			list = append(list, object{"code": r.Code, "data": h(r.Data), "gasWanted": fmt.Sprint(r.GasWanted), "gasUsed": fmt.Sprint(r.GasUsed)})
		}
		out = append(out, object{"results": list, "hash": h(types.NewResults(all[:n]).Hash())})
	}
	return out
}

type update struct {
	name  string
	power int64
}

func validator(u update) *types.Validator { return types.NewValidator(pub(u.name), u.power) }

func updateOf(u update) object { return object{"publicKey": h(pub(u.name)), "power": fmt.Sprint(u.power)} }

func state(set *types.ValidatorSet) object {
	return object{"json": jsonOf(set.Validators), "proposer": h(set.GetProposer().Address), "hash": h(set.Hash())}
}

// One rotation: a genesis set, then per height the updates that the application answers and the set that results.
func rotation(genesis []update, steps [][]update) object {
	var validators []*types.Validator
	initial := []object{}
	for _, u := range genesis {
		validators = append(validators, validator(u))
		initial = append(initial, updateOf(u))
	}
	set := types.NewValidatorSet(validators)
	start := state(set)
	out := []object{}
	for _, updates := range steps {
		list := []object{}
		var changes []*types.Validator
		for _, u := range updates {
			list = append(list, updateOf(u))
			changes = append(changes, validator(u))
		}
		if len(changes) > 0 {
			check(set.UpdateWithChangeSet(changes))
		}
		set.IncrementProposerPriority(1)
		out = append(out, object{"updates": list, "set": state(set)})
	}
	jumped := set.CopyIncrementProposerPriority(17)
	return object{"genesis": initial, "start": start, "steps": out, "after17": state(jumped)}
}

func rotations() []object {
	quiet := make([][]update, 12)
	busy := [][]update{
		nil, {{"d", 500}}, nil, {{"a", 1}, {"e", 7}}, nil, nil, {{"b", 0}}, {{"b", 300}, {"c", 0}}, nil, {{"f", 1 << 40}}, nil, nil,
		{{"f", 0}}, nil, {{"a", 90}, {"b", 91}, {"d", 0}, {"e", 90}}, nil, nil, nil,
	}
	twenty := []update{}
	for i := 0; i < 20; i++ {
		twenty = append(twenty, update{fmt.Sprint("n", i), int64(1 + i%7*100)})
	}
	return []object{
		rotation([]update{{"solo", 10}}, [][]update{nil, {{"solo", 20}}, nil, {{"two", 1}}, nil, nil, {{"solo", 0}}, nil}),
		rotation([]update{{"a", 1000}, {"b", 300}, {"c", 330}}, quiet),
		rotation([]update{{"a", 1000}, {"b", 300}, {"c", 330}}, busy),
		rotation([]update{{"a", 10}, {"b", 10}, {"c", 10}, {"d", 10}}, quiet),
		rotation(twenty, [][]update{nil, {{"n5", 0}, {"n6", 5000}, {"new", 400}}, nil, nil}),
	}
}

func invalidUpdates() []object {
	set := func() *types.ValidatorSet {
		return types.NewValidatorSet([]*types.Validator{validator(update{"a", 10}), validator(update{"b", 20})})
	}
	var out []object
	for _, c := range [][]update{
		{{"c", 1}, {"c", 2}}, {{"c", 0}}, {{"a", 0}, {"b", 0}}, {{"a", -1}}, {{"a", types.MaxTotalVotingPower + 1}},
		{{"a", types.MaxTotalVotingPower}}, {{"a", types.MaxTotalVotingPower}, {"b", 0}}, {{"a", 0}, {"b", 0}, {"c", 1}}, {{"a", 0}},
	} {
		list := []object{}
		var changes []*types.Validator
		for _, u := range c {
			list = append(list, updateOf(u))
			changes = append(changes, validator(u))
		}
		out = append(out, object{"updates": list, "accepted": set().UpdateWithChangeSet(changes) == nil})
	}
	return out
}

// The fourteen encodings of points of small order, six of them not canonical, as key and as R, with S = 0 or 1:
// what ZIP-215 was written about.
func signatures() []object {
	points := []string{
		"0100000000000000000000000000000000000000000000000000000000000000",
		"c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
		"0000000000000000000000000000000000000000000000000000000000000080",
		"26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
		"ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
		"26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
		"0000000000000000000000000000000000000000000000000000000000000000",
		"c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
		"0100000000000000000000000000000000000000000000000000000000000080",
		"ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
		"eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
		"eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
		"edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
		"edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
	}
	message := []byte("Zcash")
	var out []object
	add := func(a ed25519.PubKey, m, s []byte) {
		out = append(out, object{"publicKey": h(a), "message": h(m), "signature": h(s), "accepted": a.VerifySignature(m, s)})
	}
	for i, a := range points {
		for j, r := range points {
			s := make([]byte, 64)
			copy(s, must(hex.DecodeString(r)))
			if i == j {
				s[32] = 1 // no longer zero: refused
			}
			add(must(hex.DecodeString(a)), message, s)
		}
	}
	good := must(key("g").Sign(message))
	add(pub("g"), message, good)
	add(pub("g"), []byte("other"), good)
	// S + L: the same signature, not reduced.
	order := must(hex.DecodeString("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010"))
	tall := append([]byte{}, good...)
	carry := 0
	for i, b := range order {
		carry += int(tall[32+i]) + int(b)
		tall[32+i] = byte(carry)
		carry >>= 8
	}
	add(pub("g"), message, tall)
	add(pub("g"), message, good[:63])
	return out
}

func times() []object {
	var out []object
	for _, t := range []time.Time{{}, at(0, 0), at(1700000000, 120000000), at(951782400, 1), at(-1, 999999999), at(253402300799, 999999999), at(4107542399, 10)} {
		out = append(out, object{"text": must2(t), "time": timeOf(t)})
	}
	return out
}

func must2(t time.Time) string {
	var text string
	check(json.Unmarshal(must(cmtjson.Marshal(t)), &text))
	return text
}

func main() {
	encoder := json.NewEncoder(os.Stdout)
	encoder.SetIndent("", " ")
	check(encoder.Encode(object{
		"source": source, "votes": votes(), "proposals": proposals(), "headers": headers(), "blocks": blocks(), "partSets": partSets(),
		"commit": commitCase(), "params": params(), "results": results(), "rotations": rotations(), "invalidUpdates": invalidUpdates(),
		"signatures": signatures(), "times": times(),
	}))
}
