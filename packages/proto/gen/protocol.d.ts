import * as $protobuf from "protobufjs/minimal.js";
import Long = require("long");

/** Namespace astria. */
export namespace astria {

    /** Namespace execution. */
    namespace execution {

        /** Namespace v2. */
        namespace v2 {

            /**
             * Properties of a CreateExecutionSessionRequest.
             * @deprecated Use astria.execution.v2.CreateExecutionSessionRequest.$Properties instead.
             */
            interface ICreateExecutionSessionRequest extends astria.execution.v2.CreateExecutionSessionRequest.$Properties {
            }

            /** Represents a CreateExecutionSessionRequest. */
            class CreateExecutionSessionRequest {

                /**
                 * Constructs a new CreateExecutionSessionRequest.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: astria.execution.v2.CreateExecutionSessionRequest.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /**
                 * Encodes the specified CreateExecutionSessionRequest message. Does not implicitly {@link astria.execution.v2.CreateExecutionSessionRequest.verify|verify} messages.
                 * @param message CreateExecutionSessionRequest message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: astria.execution.v2.CreateExecutionSessionRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a CreateExecutionSessionRequest message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {astria.execution.v2.CreateExecutionSessionRequest & astria.execution.v2.CreateExecutionSessionRequest.$Shape} CreateExecutionSessionRequest
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): astria.execution.v2.CreateExecutionSessionRequest & astria.execution.v2.CreateExecutionSessionRequest.$Shape;
            }

            namespace CreateExecutionSessionRequest {

                /** Properties of a CreateExecutionSessionRequest. */
                interface $Properties {

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a CreateExecutionSessionRequest. */
                type $Shape = astria.execution.v2.CreateExecutionSessionRequest.$Properties;
            }

            /**
             * Properties of an ExecutionSession.
             * @deprecated Use astria.execution.v2.ExecutionSession.$Properties instead.
             */
            interface IExecutionSession extends astria.execution.v2.ExecutionSession.$Properties {
            }

            /** Represents an ExecutionSession. */
            class ExecutionSession {

                /**
                 * Constructs a new ExecutionSession.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: astria.execution.v2.ExecutionSession.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** ExecutionSession sessionId. */
                sessionId: string;

                /** ExecutionSession executionSessionParameters. */
                executionSessionParameters?: (astria.execution.v2.ExecutionSessionParameters.$Properties|null);

                /** ExecutionSession commitmentState. */
                commitmentState?: (astria.execution.v2.CommitmentState.$Properties|null);

                /**
                 * Encodes the specified ExecutionSession message. Does not implicitly {@link astria.execution.v2.ExecutionSession.verify|verify} messages.
                 * @param message ExecutionSession message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: astria.execution.v2.ExecutionSession.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes an ExecutionSession message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {astria.execution.v2.ExecutionSession & astria.execution.v2.ExecutionSession.$Shape} ExecutionSession
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): astria.execution.v2.ExecutionSession & astria.execution.v2.ExecutionSession.$Shape;
            }

            namespace ExecutionSession {

                /** Properties of an ExecutionSession. */
                interface $Properties {

                    /** ExecutionSession sessionId */
                    sessionId?: (string|null);

                    /** ExecutionSession executionSessionParameters */
                    executionSessionParameters?: (astria.execution.v2.ExecutionSessionParameters.$Properties|null);

                    /** ExecutionSession commitmentState */
                    commitmentState?: (astria.execution.v2.CommitmentState.$Properties|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of an ExecutionSession. */
                type $Shape = astria.execution.v2.ExecutionSession.$Properties;
            }

            /**
             * Properties of an ExecutionSessionParameters.
             * @deprecated Use astria.execution.v2.ExecutionSessionParameters.$Properties instead.
             */
            interface IExecutionSessionParameters extends astria.execution.v2.ExecutionSessionParameters.$Properties {
            }

            /** Represents an ExecutionSessionParameters. */
            class ExecutionSessionParameters {

                /**
                 * Constructs a new ExecutionSessionParameters.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: astria.execution.v2.ExecutionSessionParameters.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** ExecutionSessionParameters rollupId. */
                rollupId?: (astria.primitive.v1.RollupId.$Properties|null);

                /** ExecutionSessionParameters rollupStartBlockNumber. */
                rollupStartBlockNumber: Long;

                /** ExecutionSessionParameters rollupEndBlockNumber. */
                rollupEndBlockNumber: Long;

                /** ExecutionSessionParameters sequencerChainId. */
                sequencerChainId: string;

                /** ExecutionSessionParameters sequencerStartBlockHeight. */
                sequencerStartBlockHeight: Long;

                /** ExecutionSessionParameters celestiaChainId. */
                celestiaChainId: string;

                /** ExecutionSessionParameters celestiaSearchHeightMaxLookAhead. */
                celestiaSearchHeightMaxLookAhead: Long;

                /**
                 * Encodes the specified ExecutionSessionParameters message. Does not implicitly {@link astria.execution.v2.ExecutionSessionParameters.verify|verify} messages.
                 * @param message ExecutionSessionParameters message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: astria.execution.v2.ExecutionSessionParameters.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes an ExecutionSessionParameters message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {astria.execution.v2.ExecutionSessionParameters & astria.execution.v2.ExecutionSessionParameters.$Shape} ExecutionSessionParameters
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): astria.execution.v2.ExecutionSessionParameters & astria.execution.v2.ExecutionSessionParameters.$Shape;
            }

            namespace ExecutionSessionParameters {

                /** Properties of an ExecutionSessionParameters. */
                interface $Properties {

                    /** ExecutionSessionParameters rollupId */
                    rollupId?: (astria.primitive.v1.RollupId.$Properties|null);

                    /** ExecutionSessionParameters rollupStartBlockNumber */
                    rollupStartBlockNumber?: (Long|null);

                    /** ExecutionSessionParameters rollupEndBlockNumber */
                    rollupEndBlockNumber?: (Long|null);

                    /** ExecutionSessionParameters sequencerChainId */
                    sequencerChainId?: (string|null);

                    /** ExecutionSessionParameters sequencerStartBlockHeight */
                    sequencerStartBlockHeight?: (Long|null);

                    /** ExecutionSessionParameters celestiaChainId */
                    celestiaChainId?: (string|null);

                    /** ExecutionSessionParameters celestiaSearchHeightMaxLookAhead */
                    celestiaSearchHeightMaxLookAhead?: (Long|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of an ExecutionSessionParameters. */
                type $Shape = astria.execution.v2.ExecutionSessionParameters.$Properties;
            }

            /**
             * Properties of a CommitmentState.
             * @deprecated Use astria.execution.v2.CommitmentState.$Properties instead.
             */
            interface ICommitmentState extends astria.execution.v2.CommitmentState.$Properties {
            }

            /** Represents a CommitmentState. */
            class CommitmentState {

                /**
                 * Constructs a new CommitmentState.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: astria.execution.v2.CommitmentState.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** CommitmentState softExecutedBlockMetadata. */
                softExecutedBlockMetadata?: (astria.execution.v2.ExecutedBlockMetadata.$Properties|null);

                /** CommitmentState firmExecutedBlockMetadata. */
                firmExecutedBlockMetadata?: (astria.execution.v2.ExecutedBlockMetadata.$Properties|null);

                /** CommitmentState lowestCelestiaSearchHeight. */
                lowestCelestiaSearchHeight: Long;

                /**
                 * Encodes the specified CommitmentState message. Does not implicitly {@link astria.execution.v2.CommitmentState.verify|verify} messages.
                 * @param message CommitmentState message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: astria.execution.v2.CommitmentState.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a CommitmentState message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {astria.execution.v2.CommitmentState & astria.execution.v2.CommitmentState.$Shape} CommitmentState
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): astria.execution.v2.CommitmentState & astria.execution.v2.CommitmentState.$Shape;
            }

            namespace CommitmentState {

                /** Properties of a CommitmentState. */
                interface $Properties {

                    /** CommitmentState softExecutedBlockMetadata */
                    softExecutedBlockMetadata?: (astria.execution.v2.ExecutedBlockMetadata.$Properties|null);

                    /** CommitmentState firmExecutedBlockMetadata */
                    firmExecutedBlockMetadata?: (astria.execution.v2.ExecutedBlockMetadata.$Properties|null);

                    /** CommitmentState lowestCelestiaSearchHeight */
                    lowestCelestiaSearchHeight?: (Long|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a CommitmentState. */
                type $Shape = astria.execution.v2.CommitmentState.$Properties;
            }

            /**
             * Properties of an ExecutedBlockMetadata.
             * @deprecated Use astria.execution.v2.ExecutedBlockMetadata.$Properties instead.
             */
            interface IExecutedBlockMetadata extends astria.execution.v2.ExecutedBlockMetadata.$Properties {
            }

            /** Represents an ExecutedBlockMetadata. */
            class ExecutedBlockMetadata {

                /**
                 * Constructs a new ExecutedBlockMetadata.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: astria.execution.v2.ExecutedBlockMetadata.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** ExecutedBlockMetadata number. */
                number: Long;

                /** ExecutedBlockMetadata hash. */
                hash: string;

                /** ExecutedBlockMetadata parentHash. */
                parentHash: string;

                /** ExecutedBlockMetadata timestamp. */
                timestamp?: (google.protobuf.Timestamp.$Properties|null);

                /** ExecutedBlockMetadata sequencerBlockHash. */
                sequencerBlockHash: string;

                /**
                 * Encodes the specified ExecutedBlockMetadata message. Does not implicitly {@link astria.execution.v2.ExecutedBlockMetadata.verify|verify} messages.
                 * @param message ExecutedBlockMetadata message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: astria.execution.v2.ExecutedBlockMetadata.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes an ExecutedBlockMetadata message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {astria.execution.v2.ExecutedBlockMetadata & astria.execution.v2.ExecutedBlockMetadata.$Shape} ExecutedBlockMetadata
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): astria.execution.v2.ExecutedBlockMetadata & astria.execution.v2.ExecutedBlockMetadata.$Shape;
            }

            namespace ExecutedBlockMetadata {

                /** Properties of an ExecutedBlockMetadata. */
                interface $Properties {

                    /** ExecutedBlockMetadata number */
                    number?: (Long|null);

                    /** ExecutedBlockMetadata hash */
                    hash?: (string|null);

                    /** ExecutedBlockMetadata parentHash */
                    parentHash?: (string|null);

                    /** ExecutedBlockMetadata timestamp */
                    timestamp?: (google.protobuf.Timestamp.$Properties|null);

                    /** ExecutedBlockMetadata sequencerBlockHash */
                    sequencerBlockHash?: (string|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of an ExecutedBlockMetadata. */
                type $Shape = astria.execution.v2.ExecutedBlockMetadata.$Properties;
            }

            /**
             * Properties of an ExecuteBlockRequest.
             * @deprecated Use astria.execution.v2.ExecuteBlockRequest.$Properties instead.
             */
            interface IExecuteBlockRequest extends astria.execution.v2.ExecuteBlockRequest.$Properties {
            }

            /** Represents an ExecuteBlockRequest. */
            class ExecuteBlockRequest {

                /**
                 * Constructs a new ExecuteBlockRequest.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: astria.execution.v2.ExecuteBlockRequest.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** ExecuteBlockRequest sessionId. */
                sessionId: string;

                /** ExecuteBlockRequest parentHash. */
                parentHash: string;

                /** ExecuteBlockRequest transactions. */
                transactions: astria.sequencerblock.v1.RollupData.$Properties[];

                /** ExecuteBlockRequest timestamp. */
                timestamp?: (google.protobuf.Timestamp.$Properties|null);

                /** ExecuteBlockRequest sequencerBlockHash. */
                sequencerBlockHash: string;

                /**
                 * Encodes the specified ExecuteBlockRequest message. Does not implicitly {@link astria.execution.v2.ExecuteBlockRequest.verify|verify} messages.
                 * @param message ExecuteBlockRequest message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: astria.execution.v2.ExecuteBlockRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes an ExecuteBlockRequest message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {astria.execution.v2.ExecuteBlockRequest & astria.execution.v2.ExecuteBlockRequest.$Shape} ExecuteBlockRequest
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): astria.execution.v2.ExecuteBlockRequest & astria.execution.v2.ExecuteBlockRequest.$Shape;
            }

            namespace ExecuteBlockRequest {

                /** Properties of an ExecuteBlockRequest. */
                interface $Properties {

                    /** ExecuteBlockRequest sessionId */
                    sessionId?: (string|null);

                    /** ExecuteBlockRequest parentHash */
                    parentHash?: (string|null);

                    /** ExecuteBlockRequest transactions */
                    transactions?: (astria.sequencerblock.v1.RollupData.$Properties[]|null);

                    /** ExecuteBlockRequest timestamp */
                    timestamp?: (google.protobuf.Timestamp.$Properties|null);

                    /** ExecuteBlockRequest sequencerBlockHash */
                    sequencerBlockHash?: (string|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of an ExecuteBlockRequest. */
                type $Shape = {
                  sessionId?: string|null;
                  parentHash?: string|null;
                  transactions?: astria.sequencerblock.v1.RollupData.$Shape[]|null;
                  timestamp?: google.protobuf.Timestamp.$Shape|null;
                  sequencerBlockHash?: string|null;
                  $unknowns?: Uint8Array[];
                };
            }

            /**
             * Properties of an ExecuteBlockResponse.
             * @deprecated Use astria.execution.v2.ExecuteBlockResponse.$Properties instead.
             */
            interface IExecuteBlockResponse extends astria.execution.v2.ExecuteBlockResponse.$Properties {
            }

            /** Represents an ExecuteBlockResponse. */
            class ExecuteBlockResponse {

                /**
                 * Constructs a new ExecuteBlockResponse.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: astria.execution.v2.ExecuteBlockResponse.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** ExecuteBlockResponse executedBlockMetadata. */
                executedBlockMetadata?: (astria.execution.v2.ExecutedBlockMetadata.$Properties|null);

                /**
                 * Encodes the specified ExecuteBlockResponse message. Does not implicitly {@link astria.execution.v2.ExecuteBlockResponse.verify|verify} messages.
                 * @param message ExecuteBlockResponse message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: astria.execution.v2.ExecuteBlockResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes an ExecuteBlockResponse message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {astria.execution.v2.ExecuteBlockResponse & astria.execution.v2.ExecuteBlockResponse.$Shape} ExecuteBlockResponse
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): astria.execution.v2.ExecuteBlockResponse & astria.execution.v2.ExecuteBlockResponse.$Shape;
            }

            namespace ExecuteBlockResponse {

                /** Properties of an ExecuteBlockResponse. */
                interface $Properties {

                    /** ExecuteBlockResponse executedBlockMetadata */
                    executedBlockMetadata?: (astria.execution.v2.ExecutedBlockMetadata.$Properties|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of an ExecuteBlockResponse. */
                type $Shape = astria.execution.v2.ExecuteBlockResponse.$Properties;
            }

            /**
             * Properties of an ExecutedBlockIdentifier.
             * @deprecated Use astria.execution.v2.ExecutedBlockIdentifier.$Properties instead.
             */
            interface IExecutedBlockIdentifier extends astria.execution.v2.ExecutedBlockIdentifier.$Properties {
            }

            /** Represents an ExecutedBlockIdentifier. */
            class ExecutedBlockIdentifier {

                /**
                 * Constructs a new ExecutedBlockIdentifier.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: astria.execution.v2.ExecutedBlockIdentifier.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** ExecutedBlockIdentifier number. */
                number?: (Long|null);

                /** ExecutedBlockIdentifier hash. */
                hash?: (string|null);

                /** ExecutedBlockIdentifier identifier. */
                identifier?: ("number"|"hash");

                /**
                 * Encodes the specified ExecutedBlockIdentifier message. Does not implicitly {@link astria.execution.v2.ExecutedBlockIdentifier.verify|verify} messages.
                 * @param message ExecutedBlockIdentifier message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: astria.execution.v2.ExecutedBlockIdentifier.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes an ExecutedBlockIdentifier message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {astria.execution.v2.ExecutedBlockIdentifier & astria.execution.v2.ExecutedBlockIdentifier.$Shape} ExecutedBlockIdentifier
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): astria.execution.v2.ExecutedBlockIdentifier & astria.execution.v2.ExecutedBlockIdentifier.$Shape;
            }

            namespace ExecutedBlockIdentifier {

                /** Properties of an ExecutedBlockIdentifier. */
                interface $Properties {

                    /** ExecutedBlockIdentifier number */
                    number?: (Long|null);

                    /** ExecutedBlockIdentifier hash */
                    hash?: (string|null);

                    /** ExecutedBlockIdentifier identifier */
                    identifier?: ("number"|"hash");

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Narrowed shape of an ExecutedBlockIdentifier. */
                type $Shape = {
                  number?: Long|null;
                  hash?: string|null;
                  $unknowns?: Uint8Array[];
                } & (
                  ({ identifier?: undefined; number?: null; hash?: null }|{ identifier?: "number"; number: Long; hash?: null }|{ identifier?: "hash"; number?: null; hash: string })
                );
            }

            /**
             * Properties of a GetExecutedBlockMetadataRequest.
             * @deprecated Use astria.execution.v2.GetExecutedBlockMetadataRequest.$Properties instead.
             */
            interface IGetExecutedBlockMetadataRequest extends astria.execution.v2.GetExecutedBlockMetadataRequest.$Properties {
            }

            /** Represents a GetExecutedBlockMetadataRequest. */
            class GetExecutedBlockMetadataRequest {

                /**
                 * Constructs a new GetExecutedBlockMetadataRequest.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: astria.execution.v2.GetExecutedBlockMetadataRequest.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** GetExecutedBlockMetadataRequest identifier. */
                identifier?: (astria.execution.v2.ExecutedBlockIdentifier.$Properties|null);

                /**
                 * Encodes the specified GetExecutedBlockMetadataRequest message. Does not implicitly {@link astria.execution.v2.GetExecutedBlockMetadataRequest.verify|verify} messages.
                 * @param message GetExecutedBlockMetadataRequest message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: astria.execution.v2.GetExecutedBlockMetadataRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a GetExecutedBlockMetadataRequest message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {astria.execution.v2.GetExecutedBlockMetadataRequest & astria.execution.v2.GetExecutedBlockMetadataRequest.$Shape} GetExecutedBlockMetadataRequest
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): astria.execution.v2.GetExecutedBlockMetadataRequest & astria.execution.v2.GetExecutedBlockMetadataRequest.$Shape;
            }

            namespace GetExecutedBlockMetadataRequest {

                /** Properties of a GetExecutedBlockMetadataRequest. */
                interface $Properties {

                    /** GetExecutedBlockMetadataRequest identifier */
                    identifier?: (astria.execution.v2.ExecutedBlockIdentifier.$Properties|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a GetExecutedBlockMetadataRequest. */
                type $Shape = {
                  identifier?: astria.execution.v2.ExecutedBlockIdentifier.$Shape|null;
                  $unknowns?: Uint8Array[];
                };
            }

            /**
             * Properties of an UpdateCommitmentStateRequest.
             * @deprecated Use astria.execution.v2.UpdateCommitmentStateRequest.$Properties instead.
             */
            interface IUpdateCommitmentStateRequest extends astria.execution.v2.UpdateCommitmentStateRequest.$Properties {
            }

            /** Represents an UpdateCommitmentStateRequest. */
            class UpdateCommitmentStateRequest {

                /**
                 * Constructs a new UpdateCommitmentStateRequest.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: astria.execution.v2.UpdateCommitmentStateRequest.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** UpdateCommitmentStateRequest sessionId. */
                sessionId: string;

                /** UpdateCommitmentStateRequest commitmentState. */
                commitmentState?: (astria.execution.v2.CommitmentState.$Properties|null);

                /**
                 * Encodes the specified UpdateCommitmentStateRequest message. Does not implicitly {@link astria.execution.v2.UpdateCommitmentStateRequest.verify|verify} messages.
                 * @param message UpdateCommitmentStateRequest message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: astria.execution.v2.UpdateCommitmentStateRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes an UpdateCommitmentStateRequest message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {astria.execution.v2.UpdateCommitmentStateRequest & astria.execution.v2.UpdateCommitmentStateRequest.$Shape} UpdateCommitmentStateRequest
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): astria.execution.v2.UpdateCommitmentStateRequest & astria.execution.v2.UpdateCommitmentStateRequest.$Shape;
            }

            namespace UpdateCommitmentStateRequest {

                /** Properties of an UpdateCommitmentStateRequest. */
                interface $Properties {

                    /** UpdateCommitmentStateRequest sessionId */
                    sessionId?: (string|null);

                    /** UpdateCommitmentStateRequest commitmentState */
                    commitmentState?: (astria.execution.v2.CommitmentState.$Properties|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of an UpdateCommitmentStateRequest. */
                type $Shape = astria.execution.v2.UpdateCommitmentStateRequest.$Properties;
            }
        }
    }

    /** Namespace primitive. */
    namespace primitive {

        /** Namespace v1. */
        namespace v1 {

            /**
             * Properties of a RollupId.
             * @deprecated Use astria.primitive.v1.RollupId.$Properties instead.
             */
            interface IRollupId extends astria.primitive.v1.RollupId.$Properties {
            }

            /** Represents a RollupId. */
            class RollupId {

                /**
                 * Constructs a new RollupId.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: astria.primitive.v1.RollupId.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** RollupId inner. */
                inner: Uint8Array;

                /**
                 * Encodes the specified RollupId message. Does not implicitly {@link astria.primitive.v1.RollupId.verify|verify} messages.
                 * @param message RollupId message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: astria.primitive.v1.RollupId.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a RollupId message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {astria.primitive.v1.RollupId & astria.primitive.v1.RollupId.$Shape} RollupId
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): astria.primitive.v1.RollupId & astria.primitive.v1.RollupId.$Shape;
            }

            namespace RollupId {

                /** Properties of a RollupId. */
                interface $Properties {

                    /** RollupId inner */
                    inner?: (Uint8Array|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a RollupId. */
                type $Shape = astria.primitive.v1.RollupId.$Properties;
            }

            /**
             * Properties of an Address.
             * @deprecated Use astria.primitive.v1.Address.$Properties instead.
             */
            interface IAddress extends astria.primitive.v1.Address.$Properties {
            }

            /** Represents an Address. */
            class Address {

                /**
                 * Constructs a new Address.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: astria.primitive.v1.Address.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Address bech32m. */
                bech32m: string;

                /**
                 * Encodes the specified Address message. Does not implicitly {@link astria.primitive.v1.Address.verify|verify} messages.
                 * @param message Address message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: astria.primitive.v1.Address.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes an Address message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {astria.primitive.v1.Address & astria.primitive.v1.Address.$Shape} Address
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): astria.primitive.v1.Address & astria.primitive.v1.Address.$Shape;
            }

            namespace Address {

                /** Properties of an Address. */
                interface $Properties {

                    /** Address bech32m */
                    bech32m?: (string|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of an Address. */
                type $Shape = astria.primitive.v1.Address.$Properties;
            }

            /**
             * Properties of an Uint128.
             * @deprecated Use astria.primitive.v1.Uint128.$Properties instead.
             */
            interface IUint128 extends astria.primitive.v1.Uint128.$Properties {
            }

            /** Represents an Uint128. */
            class Uint128 {

                /**
                 * Constructs a new Uint128.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: astria.primitive.v1.Uint128.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Uint128 lo. */
                lo: Long;

                /** Uint128 hi. */
                hi: Long;

                /**
                 * Encodes the specified Uint128 message. Does not implicitly {@link astria.primitive.v1.Uint128.verify|verify} messages.
                 * @param message Uint128 message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: astria.primitive.v1.Uint128.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes an Uint128 message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {astria.primitive.v1.Uint128 & astria.primitive.v1.Uint128.$Shape} Uint128
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): astria.primitive.v1.Uint128 & astria.primitive.v1.Uint128.$Shape;
            }

            namespace Uint128 {

                /** Properties of an Uint128. */
                interface $Properties {

                    /** Uint128 lo */
                    lo?: (Long|null);

                    /** Uint128 hi */
                    hi?: (Long|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of an Uint128. */
                type $Shape = astria.primitive.v1.Uint128.$Properties;
            }

            /**
             * Properties of a TransactionId.
             * @deprecated Use astria.primitive.v1.TransactionId.$Properties instead.
             */
            interface ITransactionId extends astria.primitive.v1.TransactionId.$Properties {
            }

            /** Represents a TransactionId. */
            class TransactionId {

                /**
                 * Constructs a new TransactionId.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: astria.primitive.v1.TransactionId.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** TransactionId inner. */
                inner: string;

                /**
                 * Encodes the specified TransactionId message. Does not implicitly {@link astria.primitive.v1.TransactionId.verify|verify} messages.
                 * @param message TransactionId message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: astria.primitive.v1.TransactionId.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a TransactionId message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {astria.primitive.v1.TransactionId & astria.primitive.v1.TransactionId.$Shape} TransactionId
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): astria.primitive.v1.TransactionId & astria.primitive.v1.TransactionId.$Shape;
            }

            namespace TransactionId {

                /** Properties of a TransactionId. */
                interface $Properties {

                    /** TransactionId inner */
                    inner?: (string|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a TransactionId. */
                type $Shape = astria.primitive.v1.TransactionId.$Properties;
            }
        }
    }

    /** Namespace sequencerblock. */
    namespace sequencerblock {

        /** Namespace v1. */
        namespace v1 {

            /**
             * Properties of a RollupData.
             * @deprecated Use astria.sequencerblock.v1.RollupData.$Properties instead.
             */
            interface IRollupData extends astria.sequencerblock.v1.RollupData.$Properties {
            }

            /** Represents a RollupData. */
            class RollupData {

                /**
                 * Constructs a new RollupData.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: astria.sequencerblock.v1.RollupData.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** RollupData sequencedData. */
                sequencedData?: (Uint8Array|null);

                /** RollupData deposit. */
                deposit?: (astria.sequencerblock.v1.Deposit.$Properties|null);

                /** RollupData priceFeedData. */
                priceFeedData?: (Uint8Array|null);

                /** RollupData value. */
                value?: ("sequencedData"|"deposit"|"priceFeedData");

                /**
                 * Encodes the specified RollupData message. Does not implicitly {@link astria.sequencerblock.v1.RollupData.verify|verify} messages.
                 * @param message RollupData message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: astria.sequencerblock.v1.RollupData.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a RollupData message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {astria.sequencerblock.v1.RollupData & astria.sequencerblock.v1.RollupData.$Shape} RollupData
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): astria.sequencerblock.v1.RollupData & astria.sequencerblock.v1.RollupData.$Shape;
            }

            namespace RollupData {

                /** Properties of a RollupData. */
                interface $Properties {

                    /** RollupData sequencedData */
                    sequencedData?: (Uint8Array|null);

                    /** RollupData deposit */
                    deposit?: (astria.sequencerblock.v1.Deposit.$Properties|null);

                    /** RollupData priceFeedData */
                    priceFeedData?: (Uint8Array|null);

                    /** RollupData value */
                    value?: ("sequencedData"|"deposit"|"priceFeedData");

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Narrowed shape of a RollupData. */
                type $Shape = {
                  sequencedData?: Uint8Array|null;
                  deposit?: astria.sequencerblock.v1.Deposit.$Shape|null;
                  priceFeedData?: Uint8Array|null;
                  $unknowns?: Uint8Array[];
                } & (
                  ({ value?: undefined; sequencedData?: null; deposit?: null; priceFeedData?: null }|{ value?: "sequencedData"; sequencedData: Uint8Array; deposit?: null; priceFeedData?: null }|{ value?: "deposit"; sequencedData?: null; deposit: astria.sequencerblock.v1.Deposit.$Shape; priceFeedData?: null }|{ value?: "priceFeedData"; sequencedData?: null; deposit?: null; priceFeedData: Uint8Array })
                );
            }

            /**
             * Properties of a Deposit.
             * @deprecated Use astria.sequencerblock.v1.Deposit.$Properties instead.
             */
            interface IDeposit extends astria.sequencerblock.v1.Deposit.$Properties {
            }

            /** Represents a Deposit. */
            class Deposit {

                /**
                 * Constructs a new Deposit.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: astria.sequencerblock.v1.Deposit.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Deposit bridgeAddress. */
                bridgeAddress?: (astria.primitive.v1.Address.$Properties|null);

                /** Deposit rollupId. */
                rollupId?: (astria.primitive.v1.RollupId.$Properties|null);

                /** Deposit amount. */
                amount?: (astria.primitive.v1.Uint128.$Properties|null);

                /** Deposit asset. */
                asset: string;

                /** Deposit destinationChainAddress. */
                destinationChainAddress: string;

                /** Deposit sourceTransactionId. */
                sourceTransactionId?: (astria.primitive.v1.TransactionId.$Properties|null);

                /** Deposit sourceActionIndex. */
                sourceActionIndex: Long;

                /**
                 * Encodes the specified Deposit message. Does not implicitly {@link astria.sequencerblock.v1.Deposit.verify|verify} messages.
                 * @param message Deposit message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: astria.sequencerblock.v1.Deposit.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a Deposit message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {astria.sequencerblock.v1.Deposit & astria.sequencerblock.v1.Deposit.$Shape} Deposit
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): astria.sequencerblock.v1.Deposit & astria.sequencerblock.v1.Deposit.$Shape;
            }

            namespace Deposit {

                /** Properties of a Deposit. */
                interface $Properties {

                    /** Deposit bridgeAddress */
                    bridgeAddress?: (astria.primitive.v1.Address.$Properties|null);

                    /** Deposit rollupId */
                    rollupId?: (astria.primitive.v1.RollupId.$Properties|null);

                    /** Deposit amount */
                    amount?: (astria.primitive.v1.Uint128.$Properties|null);

                    /** Deposit asset */
                    asset?: (string|null);

                    /** Deposit destinationChainAddress */
                    destinationChainAddress?: (string|null);

                    /** Deposit sourceTransactionId */
                    sourceTransactionId?: (astria.primitive.v1.TransactionId.$Properties|null);

                    /** Deposit sourceActionIndex */
                    sourceActionIndex?: (Long|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a Deposit. */
                type $Shape = astria.sequencerblock.v1.Deposit.$Properties;
            }
        }
    }
}

/** Namespace switchyard. */
export namespace switchyard {

    /** Namespace da. */
    namespace da {

        /** Namespace v1. */
        namespace v1 {

            /**
             * Properties of a Metadata.
             * @deprecated Use switchyard.da.v1.Metadata.$Properties instead.
             */
            interface IMetadata extends switchyard.da.v1.Metadata.$Properties {
            }

            /** Represents a Metadata. */
            class Metadata {

                /**
                 * Constructs a new Metadata.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: switchyard.da.v1.Metadata.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Metadata segments. */
                segments: switchyard.da.v1.Segment.$Properties[];

                /**
                 * Encodes the specified Metadata message. Does not implicitly {@link switchyard.da.v1.Metadata.verify|verify} messages.
                 * @param message Metadata message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: switchyard.da.v1.Metadata.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a Metadata message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {switchyard.da.v1.Metadata & switchyard.da.v1.Metadata.$Shape} Metadata
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): switchyard.da.v1.Metadata & switchyard.da.v1.Metadata.$Shape;
            }

            namespace Metadata {

                /** Properties of a Metadata. */
                interface $Properties {

                    /** Metadata segments */
                    segments?: (switchyard.da.v1.Segment.$Properties[]|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a Metadata. */
                type $Shape = {
                  segments?: switchyard.da.v1.Segment.$Shape[]|null;
                  $unknowns?: Uint8Array[];
                };
            }

            /**
             * Properties of a Segment.
             * @deprecated Use switchyard.da.v1.Segment.$Properties instead.
             */
            interface ISegment extends switchyard.da.v1.Segment.$Properties {
            }

            /** Represents a Segment. */
            class Segment {

                /**
                 * Constructs a new Segment.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: switchyard.da.v1.Segment.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Segment validators. */
                validators: tendermint.types.Validator.$Properties[];

                /** Segment heights. */
                heights: switchyard.da.v1.HeightMetadata.$Properties[];

                /** Segment commit. */
                commit?: (tendermint.types.Commit.$Properties|null);

                /**
                 * Encodes the specified Segment message. Does not implicitly {@link switchyard.da.v1.Segment.verify|verify} messages.
                 * @param message Segment message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: switchyard.da.v1.Segment.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a Segment message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {switchyard.da.v1.Segment & switchyard.da.v1.Segment.$Shape} Segment
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): switchyard.da.v1.Segment & switchyard.da.v1.Segment.$Shape;
            }

            namespace Segment {

                /** Properties of a Segment. */
                interface $Properties {

                    /** Segment validators */
                    validators?: (tendermint.types.Validator.$Properties[]|null);

                    /** Segment heights */
                    heights?: (switchyard.da.v1.HeightMetadata.$Properties[]|null);

                    /** Segment commit */
                    commit?: (tendermint.types.Commit.$Properties|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a Segment. */
                type $Shape = {
                  validators?: tendermint.types.Validator.$Shape[]|null;
                  heights?: switchyard.da.v1.HeightMetadata.$Shape[]|null;
                  commit?: tendermint.types.Commit.$Shape|null;
                  $unknowns?: Uint8Array[];
                };
            }

            /**
             * Properties of an HeightMetadata.
             * @deprecated Use switchyard.da.v1.HeightMetadata.$Properties instead.
             */
            interface IHeightMetadata extends switchyard.da.v1.HeightMetadata.$Properties {
            }

            /** Represents an HeightMetadata. */
            class HeightMetadata {

                /**
                 * Constructs a new HeightMetadata.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: switchyard.da.v1.HeightMetadata.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** HeightMetadata header. */
                header?: (tendermint.types.Header.$Properties|null);

                /** HeightMetadata blockRoots. */
                blockRoots: Uint8Array;

                /** HeightMetadata blockRootsPath. */
                blockRootsPath: Uint8Array[];

                /** HeightMetadata rollupIds. */
                rollupIds: Uint8Array[];

                /** HeightMetadata sectionRoots. */
                sectionRoots: Uint8Array[];

                /**
                 * Encodes the specified HeightMetadata message. Does not implicitly {@link switchyard.da.v1.HeightMetadata.verify|verify} messages.
                 * @param message HeightMetadata message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: switchyard.da.v1.HeightMetadata.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes an HeightMetadata message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {switchyard.da.v1.HeightMetadata & switchyard.da.v1.HeightMetadata.$Shape} HeightMetadata
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): switchyard.da.v1.HeightMetadata & switchyard.da.v1.HeightMetadata.$Shape;
            }

            namespace HeightMetadata {

                /** Properties of an HeightMetadata. */
                interface $Properties {

                    /** HeightMetadata header */
                    header?: (tendermint.types.Header.$Properties|null);

                    /** HeightMetadata blockRoots */
                    blockRoots?: (Uint8Array|null);

                    /** HeightMetadata blockRootsPath */
                    blockRootsPath?: (Uint8Array[]|null);

                    /** HeightMetadata rollupIds */
                    rollupIds?: (Uint8Array[]|null);

                    /** HeightMetadata sectionRoots */
                    sectionRoots?: (Uint8Array[]|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of an HeightMetadata. */
                type $Shape = switchyard.da.v1.HeightMetadata.$Properties;
            }

            /**
             * Properties of a RollupSections.
             * @deprecated Use switchyard.da.v1.RollupSections.$Properties instead.
             */
            interface IRollupSections extends switchyard.da.v1.RollupSections.$Properties {
            }

            /** Represents a RollupSections. */
            class RollupSections {

                /**
                 * Constructs a new RollupSections.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: switchyard.da.v1.RollupSections.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** RollupSections sections. */
                sections: switchyard.da.v1.HeightSection.$Properties[];

                /**
                 * Encodes the specified RollupSections message. Does not implicitly {@link switchyard.da.v1.RollupSections.verify|verify} messages.
                 * @param message RollupSections message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: switchyard.da.v1.RollupSections.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a RollupSections message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {switchyard.da.v1.RollupSections & switchyard.da.v1.RollupSections.$Shape} RollupSections
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): switchyard.da.v1.RollupSections & switchyard.da.v1.RollupSections.$Shape;
            }

            namespace RollupSections {

                /** Properties of a RollupSections. */
                interface $Properties {

                    /** RollupSections sections */
                    sections?: (switchyard.da.v1.HeightSection.$Properties[]|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a RollupSections. */
                type $Shape = switchyard.da.v1.RollupSections.$Properties;
            }

            /**
             * Properties of an HeightSection.
             * @deprecated Use switchyard.da.v1.HeightSection.$Properties instead.
             */
            interface IHeightSection extends switchyard.da.v1.HeightSection.$Properties {
            }

            /** Represents an HeightSection. */
            class HeightSection {

                /**
                 * Constructs a new HeightSection.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: switchyard.da.v1.HeightSection.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** HeightSection height. */
                height: Long;

                /** HeightSection items. */
                items: Uint8Array[];

                /**
                 * Encodes the specified HeightSection message. Does not implicitly {@link switchyard.da.v1.HeightSection.verify|verify} messages.
                 * @param message HeightSection message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: switchyard.da.v1.HeightSection.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes an HeightSection message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {switchyard.da.v1.HeightSection & switchyard.da.v1.HeightSection.$Shape} HeightSection
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): switchyard.da.v1.HeightSection & switchyard.da.v1.HeightSection.$Shape;
            }

            namespace HeightSection {

                /** Properties of an HeightSection. */
                interface $Properties {

                    /** HeightSection height */
                    height?: (Long|null);

                    /** HeightSection items */
                    items?: (Uint8Array[]|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of an HeightSection. */
                type $Shape = switchyard.da.v1.HeightSection.$Properties;
            }
        }
    }

    /** Namespace relayer. */
    namespace relayer {

        /** Namespace v1. */
        namespace v1 {

            /**
             * Properties of a Section.
             * @deprecated Use switchyard.relayer.v1.Section.$Properties instead.
             */
            interface ISection extends switchyard.relayer.v1.Section.$Properties {
            }

            /** Represents a Section. */
            class Section {

                /**
                 * Constructs a new Section.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: switchyard.relayer.v1.Section.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Section rollupId. */
                rollupId: Uint8Array;

                /** Section items. */
                items: Uint8Array[];

                /** Section path. */
                path: Uint8Array[];

                /**
                 * Encodes the specified Section message. Does not implicitly {@link switchyard.relayer.v1.Section.verify|verify} messages.
                 * @param message Section message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: switchyard.relayer.v1.Section.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a Section message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {switchyard.relayer.v1.Section & switchyard.relayer.v1.Section.$Shape} Section
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): switchyard.relayer.v1.Section & switchyard.relayer.v1.Section.$Shape;
            }

            namespace Section {

                /** Properties of a Section. */
                interface $Properties {

                    /** Section rollupId */
                    rollupId?: (Uint8Array|null);

                    /** Section items */
                    items?: (Uint8Array[]|null);

                    /** Section path */
                    path?: (Uint8Array[]|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a Section. */
                type $Shape = switchyard.relayer.v1.Section.$Properties;
            }

            /**
             * Properties of a SignedBlock.
             * @deprecated Use switchyard.relayer.v1.SignedBlock.$Properties instead.
             */
            interface ISignedBlock extends switchyard.relayer.v1.SignedBlock.$Properties {
            }

            /** Represents a SignedBlock. */
            class SignedBlock {

                /**
                 * Constructs a new SignedBlock.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: switchyard.relayer.v1.SignedBlock.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** SignedBlock header. */
                header?: (tendermint.types.Header.$Properties|null);

                /** SignedBlock commit. */
                commit?: (tendermint.types.Commit.$Properties|null);

                /** SignedBlock blockRoots. */
                blockRoots: Uint8Array;

                /** SignedBlock blockRootsPath. */
                blockRootsPath: Uint8Array[];

                /** SignedBlock rollupIds. */
                rollupIds: Uint8Array[];

                /** SignedBlock sections. */
                sections: switchyard.relayer.v1.Section.$Properties[];

                /**
                 * Encodes the specified SignedBlock message. Does not implicitly {@link switchyard.relayer.v1.SignedBlock.verify|verify} messages.
                 * @param message SignedBlock message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: switchyard.relayer.v1.SignedBlock.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a SignedBlock message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {switchyard.relayer.v1.SignedBlock & switchyard.relayer.v1.SignedBlock.$Shape} SignedBlock
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): switchyard.relayer.v1.SignedBlock & switchyard.relayer.v1.SignedBlock.$Shape;
            }

            namespace SignedBlock {

                /** Properties of a SignedBlock. */
                interface $Properties {

                    /** SignedBlock header */
                    header?: (tendermint.types.Header.$Properties|null);

                    /** SignedBlock commit */
                    commit?: (tendermint.types.Commit.$Properties|null);

                    /** SignedBlock blockRoots */
                    blockRoots?: (Uint8Array|null);

                    /** SignedBlock blockRootsPath */
                    blockRootsPath?: (Uint8Array[]|null);

                    /** SignedBlock rollupIds */
                    rollupIds?: (Uint8Array[]|null);

                    /** SignedBlock sections */
                    sections?: (switchyard.relayer.v1.Section.$Properties[]|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a SignedBlock. */
                type $Shape = switchyard.relayer.v1.SignedBlock.$Properties;
            }

            /**
             * Properties of a FilteredBlock.
             * @deprecated Use switchyard.relayer.v1.FilteredBlock.$Properties instead.
             */
            interface IFilteredBlock extends switchyard.relayer.v1.FilteredBlock.$Properties {
            }

            /** Represents a FilteredBlock. */
            class FilteredBlock {

                /**
                 * Constructs a new FilteredBlock.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: switchyard.relayer.v1.FilteredBlock.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** FilteredBlock header. */
                header?: (tendermint.types.Header.$Properties|null);

                /** FilteredBlock commit. */
                commit?: (tendermint.types.Commit.$Properties|null);

                /** FilteredBlock blockRoots. */
                blockRoots: Uint8Array;

                /** FilteredBlock blockRootsPath. */
                blockRootsPath: Uint8Array[];

                /** FilteredBlock rollupIds. */
                rollupIds: Uint8Array[];

                /** FilteredBlock section. */
                section?: (switchyard.relayer.v1.Section.$Properties|null);

                /**
                 * Encodes the specified FilteredBlock message. Does not implicitly {@link switchyard.relayer.v1.FilteredBlock.verify|verify} messages.
                 * @param message FilteredBlock message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: switchyard.relayer.v1.FilteredBlock.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a FilteredBlock message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {switchyard.relayer.v1.FilteredBlock & switchyard.relayer.v1.FilteredBlock.$Shape} FilteredBlock
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): switchyard.relayer.v1.FilteredBlock & switchyard.relayer.v1.FilteredBlock.$Shape;
            }

            namespace FilteredBlock {

                /** Properties of a FilteredBlock. */
                interface $Properties {

                    /** FilteredBlock header */
                    header?: (tendermint.types.Header.$Properties|null);

                    /** FilteredBlock commit */
                    commit?: (tendermint.types.Commit.$Properties|null);

                    /** FilteredBlock blockRoots */
                    blockRoots?: (Uint8Array|null);

                    /** FilteredBlock blockRootsPath */
                    blockRootsPath?: (Uint8Array[]|null);

                    /** FilteredBlock rollupIds */
                    rollupIds?: (Uint8Array[]|null);

                    /** FilteredBlock section */
                    section?: (switchyard.relayer.v1.Section.$Properties|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a FilteredBlock. */
                type $Shape = switchyard.relayer.v1.FilteredBlock.$Properties;
            }

            /**
             * Properties of a TransactionBatch.
             * @deprecated Use switchyard.relayer.v1.TransactionBatch.$Properties instead.
             */
            interface ITransactionBatch extends switchyard.relayer.v1.TransactionBatch.$Properties {
            }

            /** Represents a TransactionBatch. */
            class TransactionBatch {

                /**
                 * Constructs a new TransactionBatch.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: switchyard.relayer.v1.TransactionBatch.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** TransactionBatch transactions. */
                transactions: Uint8Array[];

                /**
                 * Encodes the specified TransactionBatch message. Does not implicitly {@link switchyard.relayer.v1.TransactionBatch.verify|verify} messages.
                 * @param message TransactionBatch message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: switchyard.relayer.v1.TransactionBatch.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a TransactionBatch message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {switchyard.relayer.v1.TransactionBatch & switchyard.relayer.v1.TransactionBatch.$Shape} TransactionBatch
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): switchyard.relayer.v1.TransactionBatch & switchyard.relayer.v1.TransactionBatch.$Shape;
            }

            namespace TransactionBatch {

                /** Properties of a TransactionBatch. */
                interface $Properties {

                    /** TransactionBatch transactions */
                    transactions?: (Uint8Array[]|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a TransactionBatch. */
                type $Shape = switchyard.relayer.v1.TransactionBatch.$Properties;
            }

            /**
             * Properties of a QueuedHeader.
             * @deprecated Use switchyard.relayer.v1.QueuedHeader.$Properties instead.
             */
            interface IQueuedHeader extends switchyard.relayer.v1.QueuedHeader.$Properties {
            }

            /** Represents a QueuedHeader. */
            class QueuedHeader {

                /**
                 * Constructs a new QueuedHeader.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: switchyard.relayer.v1.QueuedHeader.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** QueuedHeader block. */
                block?: (switchyard.relayer.v1.FilteredBlock.$Properties|null);

                /** QueuedHeader validators. */
                validators: tendermint.types.Validator.$Properties[];

                /**
                 * Encodes the specified QueuedHeader message. Does not implicitly {@link switchyard.relayer.v1.QueuedHeader.verify|verify} messages.
                 * @param message QueuedHeader message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: switchyard.relayer.v1.QueuedHeader.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a QueuedHeader message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {switchyard.relayer.v1.QueuedHeader & switchyard.relayer.v1.QueuedHeader.$Shape} QueuedHeader
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): switchyard.relayer.v1.QueuedHeader & switchyard.relayer.v1.QueuedHeader.$Shape;
            }

            namespace QueuedHeader {

                /** Properties of a QueuedHeader. */
                interface $Properties {

                    /** QueuedHeader block */
                    block?: (switchyard.relayer.v1.FilteredBlock.$Properties|null);

                    /** QueuedHeader validators */
                    validators?: (tendermint.types.Validator.$Properties[]|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a QueuedHeader. */
                type $Shape = {
                  block?: switchyard.relayer.v1.FilteredBlock.$Shape|null;
                  validators?: tendermint.types.Validator.$Shape[]|null;
                  $unknowns?: Uint8Array[];
                };
            }

            /**
             * Properties of a QueueDemand.
             * @deprecated Use switchyard.relayer.v1.QueueDemand.$Properties instead.
             */
            interface IQueueDemand extends switchyard.relayer.v1.QueueDemand.$Properties {
            }

            /** Represents a QueueDemand. */
            class QueueDemand {

                /**
                 * Constructs a new QueueDemand.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: switchyard.relayer.v1.QueueDemand.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** QueueDemand confirmedHeight. */
                confirmedHeight: Long;

                /** QueueDemand round. */
                round: string;

                /**
                 * Encodes the specified QueueDemand message. Does not implicitly {@link switchyard.relayer.v1.QueueDemand.verify|verify} messages.
                 * @param message QueueDemand message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: switchyard.relayer.v1.QueueDemand.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a QueueDemand message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {switchyard.relayer.v1.QueueDemand & switchyard.relayer.v1.QueueDemand.$Shape} QueueDemand
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): switchyard.relayer.v1.QueueDemand & switchyard.relayer.v1.QueueDemand.$Shape;
            }

            namespace QueueDemand {

                /** Properties of a QueueDemand. */
                interface $Properties {

                    /** QueueDemand confirmedHeight */
                    confirmedHeight?: (Long|null);

                    /** QueueDemand round */
                    round?: (string|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a QueueDemand. */
                type $Shape = switchyard.relayer.v1.QueueDemand.$Properties;
            }

            /**
             * Properties of a GetHeadRequest.
             * @deprecated Use switchyard.relayer.v1.GetHeadRequest.$Properties instead.
             */
            interface IGetHeadRequest extends switchyard.relayer.v1.GetHeadRequest.$Properties {
            }

            /** Represents a GetHeadRequest. */
            class GetHeadRequest {

                /**
                 * Constructs a new GetHeadRequest.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: switchyard.relayer.v1.GetHeadRequest.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /**
                 * Encodes the specified GetHeadRequest message. Does not implicitly {@link switchyard.relayer.v1.GetHeadRequest.verify|verify} messages.
                 * @param message GetHeadRequest message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: switchyard.relayer.v1.GetHeadRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a GetHeadRequest message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {switchyard.relayer.v1.GetHeadRequest & switchyard.relayer.v1.GetHeadRequest.$Shape} GetHeadRequest
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): switchyard.relayer.v1.GetHeadRequest & switchyard.relayer.v1.GetHeadRequest.$Shape;
            }

            namespace GetHeadRequest {

                /** Properties of a GetHeadRequest. */
                interface $Properties {

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a GetHeadRequest. */
                type $Shape = switchyard.relayer.v1.GetHeadRequest.$Properties;
            }

            /**
             * Properties of a GetHeadResponse.
             * @deprecated Use switchyard.relayer.v1.GetHeadResponse.$Properties instead.
             */
            interface IGetHeadResponse extends switchyard.relayer.v1.GetHeadResponse.$Properties {
            }

            /** Represents a GetHeadResponse. */
            class GetHeadResponse {

                /**
                 * Constructs a new GetHeadResponse.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: switchyard.relayer.v1.GetHeadResponse.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** GetHeadResponse chainId. */
                chainId: string;

                /** GetHeadResponse height. */
                height: Long;

                /** GetHeadResponse hash. */
                hash: Uint8Array;

                /** GetHeadResponse p2pAddresses. */
                p2pAddresses: string[];

                /**
                 * Encodes the specified GetHeadResponse message. Does not implicitly {@link switchyard.relayer.v1.GetHeadResponse.verify|verify} messages.
                 * @param message GetHeadResponse message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: switchyard.relayer.v1.GetHeadResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a GetHeadResponse message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {switchyard.relayer.v1.GetHeadResponse & switchyard.relayer.v1.GetHeadResponse.$Shape} GetHeadResponse
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): switchyard.relayer.v1.GetHeadResponse & switchyard.relayer.v1.GetHeadResponse.$Shape;
            }

            namespace GetHeadResponse {

                /** Properties of a GetHeadResponse. */
                interface $Properties {

                    /** GetHeadResponse chainId */
                    chainId?: (string|null);

                    /** GetHeadResponse height */
                    height?: (Long|null);

                    /** GetHeadResponse hash */
                    hash?: (Uint8Array|null);

                    /** GetHeadResponse p2pAddresses */
                    p2pAddresses?: (string[]|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a GetHeadResponse. */
                type $Shape = switchyard.relayer.v1.GetHeadResponse.$Properties;
            }

            /**
             * Properties of a GetSignedBlockRequest.
             * @deprecated Use switchyard.relayer.v1.GetSignedBlockRequest.$Properties instead.
             */
            interface IGetSignedBlockRequest extends switchyard.relayer.v1.GetSignedBlockRequest.$Properties {
            }

            /** Represents a GetSignedBlockRequest. */
            class GetSignedBlockRequest {

                /**
                 * Constructs a new GetSignedBlockRequest.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: switchyard.relayer.v1.GetSignedBlockRequest.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** GetSignedBlockRequest height. */
                height: Long;

                /**
                 * Encodes the specified GetSignedBlockRequest message. Does not implicitly {@link switchyard.relayer.v1.GetSignedBlockRequest.verify|verify} messages.
                 * @param message GetSignedBlockRequest message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: switchyard.relayer.v1.GetSignedBlockRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a GetSignedBlockRequest message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {switchyard.relayer.v1.GetSignedBlockRequest & switchyard.relayer.v1.GetSignedBlockRequest.$Shape} GetSignedBlockRequest
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): switchyard.relayer.v1.GetSignedBlockRequest & switchyard.relayer.v1.GetSignedBlockRequest.$Shape;
            }

            namespace GetSignedBlockRequest {

                /** Properties of a GetSignedBlockRequest. */
                interface $Properties {

                    /** GetSignedBlockRequest height */
                    height?: (Long|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a GetSignedBlockRequest. */
                type $Shape = switchyard.relayer.v1.GetSignedBlockRequest.$Properties;
            }

            /**
             * Properties of a StreamSignedBlocksRequest.
             * @deprecated Use switchyard.relayer.v1.StreamSignedBlocksRequest.$Properties instead.
             */
            interface IStreamSignedBlocksRequest extends switchyard.relayer.v1.StreamSignedBlocksRequest.$Properties {
            }

            /** Represents a StreamSignedBlocksRequest. */
            class StreamSignedBlocksRequest {

                /**
                 * Constructs a new StreamSignedBlocksRequest.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: switchyard.relayer.v1.StreamSignedBlocksRequest.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** StreamSignedBlocksRequest fromHeight. */
                fromHeight: Long;

                /**
                 * Encodes the specified StreamSignedBlocksRequest message. Does not implicitly {@link switchyard.relayer.v1.StreamSignedBlocksRequest.verify|verify} messages.
                 * @param message StreamSignedBlocksRequest message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: switchyard.relayer.v1.StreamSignedBlocksRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a StreamSignedBlocksRequest message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {switchyard.relayer.v1.StreamSignedBlocksRequest & switchyard.relayer.v1.StreamSignedBlocksRequest.$Shape} StreamSignedBlocksRequest
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): switchyard.relayer.v1.StreamSignedBlocksRequest & switchyard.relayer.v1.StreamSignedBlocksRequest.$Shape;
            }

            namespace StreamSignedBlocksRequest {

                /** Properties of a StreamSignedBlocksRequest. */
                interface $Properties {

                    /** StreamSignedBlocksRequest fromHeight */
                    fromHeight?: (Long|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a StreamSignedBlocksRequest. */
                type $Shape = switchyard.relayer.v1.StreamSignedBlocksRequest.$Properties;
            }

            /**
             * Properties of a GetFilteredBlockRequest.
             * @deprecated Use switchyard.relayer.v1.GetFilteredBlockRequest.$Properties instead.
             */
            interface IGetFilteredBlockRequest extends switchyard.relayer.v1.GetFilteredBlockRequest.$Properties {
            }

            /** Represents a GetFilteredBlockRequest. */
            class GetFilteredBlockRequest {

                /**
                 * Constructs a new GetFilteredBlockRequest.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: switchyard.relayer.v1.GetFilteredBlockRequest.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** GetFilteredBlockRequest height. */
                height: Long;

                /** GetFilteredBlockRequest rollupId. */
                rollupId: Uint8Array;

                /**
                 * Encodes the specified GetFilteredBlockRequest message. Does not implicitly {@link switchyard.relayer.v1.GetFilteredBlockRequest.verify|verify} messages.
                 * @param message GetFilteredBlockRequest message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: switchyard.relayer.v1.GetFilteredBlockRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a GetFilteredBlockRequest message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {switchyard.relayer.v1.GetFilteredBlockRequest & switchyard.relayer.v1.GetFilteredBlockRequest.$Shape} GetFilteredBlockRequest
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): switchyard.relayer.v1.GetFilteredBlockRequest & switchyard.relayer.v1.GetFilteredBlockRequest.$Shape;
            }

            namespace GetFilteredBlockRequest {

                /** Properties of a GetFilteredBlockRequest. */
                interface $Properties {

                    /** GetFilteredBlockRequest height */
                    height?: (Long|null);

                    /** GetFilteredBlockRequest rollupId */
                    rollupId?: (Uint8Array|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a GetFilteredBlockRequest. */
                type $Shape = switchyard.relayer.v1.GetFilteredBlockRequest.$Properties;
            }

            /**
             * Properties of a StreamFilteredBlocksRequest.
             * @deprecated Use switchyard.relayer.v1.StreamFilteredBlocksRequest.$Properties instead.
             */
            interface IStreamFilteredBlocksRequest extends switchyard.relayer.v1.StreamFilteredBlocksRequest.$Properties {
            }

            /** Represents a StreamFilteredBlocksRequest. */
            class StreamFilteredBlocksRequest {

                /**
                 * Constructs a new StreamFilteredBlocksRequest.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: switchyard.relayer.v1.StreamFilteredBlocksRequest.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** StreamFilteredBlocksRequest fromHeight. */
                fromHeight: Long;

                /** StreamFilteredBlocksRequest rollupId. */
                rollupId: Uint8Array;

                /**
                 * Encodes the specified StreamFilteredBlocksRequest message. Does not implicitly {@link switchyard.relayer.v1.StreamFilteredBlocksRequest.verify|verify} messages.
                 * @param message StreamFilteredBlocksRequest message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: switchyard.relayer.v1.StreamFilteredBlocksRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a StreamFilteredBlocksRequest message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {switchyard.relayer.v1.StreamFilteredBlocksRequest & switchyard.relayer.v1.StreamFilteredBlocksRequest.$Shape} StreamFilteredBlocksRequest
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): switchyard.relayer.v1.StreamFilteredBlocksRequest & switchyard.relayer.v1.StreamFilteredBlocksRequest.$Shape;
            }

            namespace StreamFilteredBlocksRequest {

                /** Properties of a StreamFilteredBlocksRequest. */
                interface $Properties {

                    /** StreamFilteredBlocksRequest fromHeight */
                    fromHeight?: (Long|null);

                    /** StreamFilteredBlocksRequest rollupId */
                    rollupId?: (Uint8Array|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a StreamFilteredBlocksRequest. */
                type $Shape = switchyard.relayer.v1.StreamFilteredBlocksRequest.$Properties;
            }

            /**
             * Properties of a GetValidatorSetRequest.
             * @deprecated Use switchyard.relayer.v1.GetValidatorSetRequest.$Properties instead.
             */
            interface IGetValidatorSetRequest extends switchyard.relayer.v1.GetValidatorSetRequest.$Properties {
            }

            /** Represents a GetValidatorSetRequest. */
            class GetValidatorSetRequest {

                /**
                 * Constructs a new GetValidatorSetRequest.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: switchyard.relayer.v1.GetValidatorSetRequest.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** GetValidatorSetRequest hash. */
                hash: Uint8Array;

                /**
                 * Encodes the specified GetValidatorSetRequest message. Does not implicitly {@link switchyard.relayer.v1.GetValidatorSetRequest.verify|verify} messages.
                 * @param message GetValidatorSetRequest message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: switchyard.relayer.v1.GetValidatorSetRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a GetValidatorSetRequest message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {switchyard.relayer.v1.GetValidatorSetRequest & switchyard.relayer.v1.GetValidatorSetRequest.$Shape} GetValidatorSetRequest
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): switchyard.relayer.v1.GetValidatorSetRequest & switchyard.relayer.v1.GetValidatorSetRequest.$Shape;
            }

            namespace GetValidatorSetRequest {

                /** Properties of a GetValidatorSetRequest. */
                interface $Properties {

                    /** GetValidatorSetRequest hash */
                    hash?: (Uint8Array|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a GetValidatorSetRequest. */
                type $Shape = switchyard.relayer.v1.GetValidatorSetRequest.$Properties;
            }

            /**
             * Properties of a GetValidatorSetResponse.
             * @deprecated Use switchyard.relayer.v1.GetValidatorSetResponse.$Properties instead.
             */
            interface IGetValidatorSetResponse extends switchyard.relayer.v1.GetValidatorSetResponse.$Properties {
            }

            /** Represents a GetValidatorSetResponse. */
            class GetValidatorSetResponse {

                /**
                 * Constructs a new GetValidatorSetResponse.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: switchyard.relayer.v1.GetValidatorSetResponse.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** GetValidatorSetResponse validators. */
                validators: tendermint.types.Validator.$Properties[];

                /**
                 * Encodes the specified GetValidatorSetResponse message. Does not implicitly {@link switchyard.relayer.v1.GetValidatorSetResponse.verify|verify} messages.
                 * @param message GetValidatorSetResponse message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: switchyard.relayer.v1.GetValidatorSetResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a GetValidatorSetResponse message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {switchyard.relayer.v1.GetValidatorSetResponse & switchyard.relayer.v1.GetValidatorSetResponse.$Shape} GetValidatorSetResponse
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): switchyard.relayer.v1.GetValidatorSetResponse & switchyard.relayer.v1.GetValidatorSetResponse.$Shape;
            }

            namespace GetValidatorSetResponse {

                /** Properties of a GetValidatorSetResponse. */
                interface $Properties {

                    /** GetValidatorSetResponse validators */
                    validators?: (tendermint.types.Validator.$Properties[]|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a GetValidatorSetResponse. */
                type $Shape = {
                  validators?: tendermint.types.Validator.$Shape[]|null;
                  $unknowns?: Uint8Array[];
                };
            }

            /**
             * Properties of a PeerRequest.
             * @deprecated Use switchyard.relayer.v1.PeerRequest.$Properties instead.
             */
            interface IPeerRequest extends switchyard.relayer.v1.PeerRequest.$Properties {
            }

            /** Represents a PeerRequest. */
            class PeerRequest {

                /**
                 * Constructs a new PeerRequest.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: switchyard.relayer.v1.PeerRequest.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** PeerRequest head. */
                head?: (switchyard.relayer.v1.PeerHeadRequest.$Properties|null);

                /** PeerRequest block. */
                block?: (switchyard.relayer.v1.PeerBlockRequest.$Properties|null);

                /** PeerRequest validatorSet. */
                validatorSet?: (switchyard.relayer.v1.GetValidatorSetRequest.$Properties|null);

                /** PeerRequest kind. */
                kind?: ("head"|"block"|"validatorSet");

                /**
                 * Encodes the specified PeerRequest message. Does not implicitly {@link switchyard.relayer.v1.PeerRequest.verify|verify} messages.
                 * @param message PeerRequest message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: switchyard.relayer.v1.PeerRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a PeerRequest message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {switchyard.relayer.v1.PeerRequest & switchyard.relayer.v1.PeerRequest.$Shape} PeerRequest
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): switchyard.relayer.v1.PeerRequest & switchyard.relayer.v1.PeerRequest.$Shape;
            }

            namespace PeerRequest {

                /** Properties of a PeerRequest. */
                interface $Properties {

                    /** PeerRequest head */
                    head?: (switchyard.relayer.v1.PeerHeadRequest.$Properties|null);

                    /** PeerRequest block */
                    block?: (switchyard.relayer.v1.PeerBlockRequest.$Properties|null);

                    /** PeerRequest validatorSet */
                    validatorSet?: (switchyard.relayer.v1.GetValidatorSetRequest.$Properties|null);

                    /** PeerRequest kind */
                    kind?: ("head"|"block"|"validatorSet");

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Narrowed shape of a PeerRequest. */
                type $Shape = {
                  head?: switchyard.relayer.v1.PeerHeadRequest.$Shape|null;
                  block?: switchyard.relayer.v1.PeerBlockRequest.$Shape|null;
                  validatorSet?: switchyard.relayer.v1.GetValidatorSetRequest.$Shape|null;
                  $unknowns?: Uint8Array[];
                } & (
                  ({ kind?: undefined; head?: null; block?: null; validatorSet?: null }|{ kind?: "head"; head: switchyard.relayer.v1.PeerHeadRequest.$Shape; block?: null; validatorSet?: null }|{ kind?: "block"; head?: null; block: switchyard.relayer.v1.PeerBlockRequest.$Shape; validatorSet?: null }|{ kind?: "validatorSet"; head?: null; block?: null; validatorSet: switchyard.relayer.v1.GetValidatorSetRequest.$Shape })
                );
            }

            /**
             * Properties of a PeerHeadRequest.
             * @deprecated Use switchyard.relayer.v1.PeerHeadRequest.$Properties instead.
             */
            interface IPeerHeadRequest extends switchyard.relayer.v1.PeerHeadRequest.$Properties {
            }

            /** Represents a PeerHeadRequest. */
            class PeerHeadRequest {

                /**
                 * Constructs a new PeerHeadRequest.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: switchyard.relayer.v1.PeerHeadRequest.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /**
                 * Encodes the specified PeerHeadRequest message. Does not implicitly {@link switchyard.relayer.v1.PeerHeadRequest.verify|verify} messages.
                 * @param message PeerHeadRequest message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: switchyard.relayer.v1.PeerHeadRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a PeerHeadRequest message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {switchyard.relayer.v1.PeerHeadRequest & switchyard.relayer.v1.PeerHeadRequest.$Shape} PeerHeadRequest
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): switchyard.relayer.v1.PeerHeadRequest & switchyard.relayer.v1.PeerHeadRequest.$Shape;
            }

            namespace PeerHeadRequest {

                /** Properties of a PeerHeadRequest. */
                interface $Properties {

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a PeerHeadRequest. */
                type $Shape = switchyard.relayer.v1.PeerHeadRequest.$Properties;
            }

            /**
             * Properties of a PeerBlockRequest.
             * @deprecated Use switchyard.relayer.v1.PeerBlockRequest.$Properties instead.
             */
            interface IPeerBlockRequest extends switchyard.relayer.v1.PeerBlockRequest.$Properties {
            }

            /** Represents a PeerBlockRequest. */
            class PeerBlockRequest {

                /**
                 * Constructs a new PeerBlockRequest.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: switchyard.relayer.v1.PeerBlockRequest.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** PeerBlockRequest fromHeight. */
                fromHeight: Long;

                /** PeerBlockRequest count. */
                count: number;

                /** PeerBlockRequest rollupId. */
                rollupId: Uint8Array;

                /**
                 * Encodes the specified PeerBlockRequest message. Does not implicitly {@link switchyard.relayer.v1.PeerBlockRequest.verify|verify} messages.
                 * @param message PeerBlockRequest message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: switchyard.relayer.v1.PeerBlockRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a PeerBlockRequest message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {switchyard.relayer.v1.PeerBlockRequest & switchyard.relayer.v1.PeerBlockRequest.$Shape} PeerBlockRequest
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): switchyard.relayer.v1.PeerBlockRequest & switchyard.relayer.v1.PeerBlockRequest.$Shape;
            }

            namespace PeerBlockRequest {

                /** Properties of a PeerBlockRequest. */
                interface $Properties {

                    /** PeerBlockRequest fromHeight */
                    fromHeight?: (Long|null);

                    /** PeerBlockRequest count */
                    count?: (number|null);

                    /** PeerBlockRequest rollupId */
                    rollupId?: (Uint8Array|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a PeerBlockRequest. */
                type $Shape = switchyard.relayer.v1.PeerBlockRequest.$Properties;
            }

            /**
             * Properties of a PeerResponse.
             * @deprecated Use switchyard.relayer.v1.PeerResponse.$Properties instead.
             */
            interface IPeerResponse extends switchyard.relayer.v1.PeerResponse.$Properties {
            }

            /** Represents a PeerResponse. */
            class PeerResponse {

                /**
                 * Constructs a new PeerResponse.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: switchyard.relayer.v1.PeerResponse.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** PeerResponse head. */
                head?: (switchyard.relayer.v1.GetHeadResponse.$Properties|null);

                /** PeerResponse filteredBlock. */
                filteredBlock?: (Uint8Array|null);

                /** PeerResponse validatorSet. */
                validatorSet?: (switchyard.relayer.v1.GetValidatorSetResponse.$Properties|null);

                /** PeerResponse kind. */
                kind?: ("head"|"filteredBlock"|"validatorSet");

                /**
                 * Encodes the specified PeerResponse message. Does not implicitly {@link switchyard.relayer.v1.PeerResponse.verify|verify} messages.
                 * @param message PeerResponse message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: switchyard.relayer.v1.PeerResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a PeerResponse message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {switchyard.relayer.v1.PeerResponse & switchyard.relayer.v1.PeerResponse.$Shape} PeerResponse
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): switchyard.relayer.v1.PeerResponse & switchyard.relayer.v1.PeerResponse.$Shape;
            }

            namespace PeerResponse {

                /** Properties of a PeerResponse. */
                interface $Properties {

                    /** PeerResponse head */
                    head?: (switchyard.relayer.v1.GetHeadResponse.$Properties|null);

                    /** PeerResponse filteredBlock */
                    filteredBlock?: (Uint8Array|null);

                    /** PeerResponse validatorSet */
                    validatorSet?: (switchyard.relayer.v1.GetValidatorSetResponse.$Properties|null);

                    /** PeerResponse kind */
                    kind?: ("head"|"filteredBlock"|"validatorSet");

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Narrowed shape of a PeerResponse. */
                type $Shape = {
                  head?: switchyard.relayer.v1.GetHeadResponse.$Shape|null;
                  filteredBlock?: Uint8Array|null;
                  validatorSet?: switchyard.relayer.v1.GetValidatorSetResponse.$Shape|null;
                  $unknowns?: Uint8Array[];
                } & (
                  ({ kind?: undefined; head?: null; filteredBlock?: null; validatorSet?: null }|{ kind?: "head"; head: switchyard.relayer.v1.GetHeadResponse.$Shape; filteredBlock?: null; validatorSet?: null }|{ kind?: "filteredBlock"; head?: null; filteredBlock: Uint8Array; validatorSet?: null }|{ kind?: "validatorSet"; head?: null; filteredBlock?: null; validatorSet: switchyard.relayer.v1.GetValidatorSetResponse.$Shape })
                );
            }
        }
    }

    /** Namespace sequencer. */
    namespace sequencer {

        /** Namespace v1. */
        namespace v1 {

            /** TransactionSource enum. */
            enum TransactionSource {

                /** TRANSACTION_SOURCE_UNSPECIFIED value */
                TRANSACTION_SOURCE_UNSPECIFIED = 0,

                /** TRANSACTION_SOURCE_CLIENT value */
                TRANSACTION_SOURCE_CLIENT = 1,

                /** TRANSACTION_SOURCE_GOSSIP value */
                TRANSACTION_SOURCE_GOSSIP = 2
            }

            /**
             * Properties of a SubmitTransactionRequest.
             * @deprecated Use switchyard.sequencer.v1.SubmitTransactionRequest.$Properties instead.
             */
            interface ISubmitTransactionRequest extends switchyard.sequencer.v1.SubmitTransactionRequest.$Properties {
            }

            /** Represents a SubmitTransactionRequest. */
            class SubmitTransactionRequest {

                /**
                 * Constructs a new SubmitTransactionRequest.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: switchyard.sequencer.v1.SubmitTransactionRequest.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** SubmitTransactionRequest transaction. */
                transaction: Uint8Array;

                /** SubmitTransactionRequest source. */
                source: switchyard.sequencer.v1.TransactionSource;

                /**
                 * Encodes the specified SubmitTransactionRequest message. Does not implicitly {@link switchyard.sequencer.v1.SubmitTransactionRequest.verify|verify} messages.
                 * @param message SubmitTransactionRequest message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: switchyard.sequencer.v1.SubmitTransactionRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a SubmitTransactionRequest message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {switchyard.sequencer.v1.SubmitTransactionRequest & switchyard.sequencer.v1.SubmitTransactionRequest.$Shape} SubmitTransactionRequest
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): switchyard.sequencer.v1.SubmitTransactionRequest & switchyard.sequencer.v1.SubmitTransactionRequest.$Shape;
            }

            namespace SubmitTransactionRequest {

                /** Properties of a SubmitTransactionRequest. */
                interface $Properties {

                    /** SubmitTransactionRequest transaction */
                    transaction?: (Uint8Array|null);

                    /** SubmitTransactionRequest source */
                    source?: (switchyard.sequencer.v1.TransactionSource|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a SubmitTransactionRequest. */
                type $Shape = switchyard.sequencer.v1.SubmitTransactionRequest.$Properties;
            }

            /**
             * Properties of a SubmitTransactionResponse.
             * @deprecated Use switchyard.sequencer.v1.SubmitTransactionResponse.$Properties instead.
             */
            interface ISubmitTransactionResponse extends switchyard.sequencer.v1.SubmitTransactionResponse.$Properties {
            }

            /** Represents a SubmitTransactionResponse. */
            class SubmitTransactionResponse {

                /**
                 * Constructs a new SubmitTransactionResponse.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: switchyard.sequencer.v1.SubmitTransactionResponse.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** SubmitTransactionResponse transactionId. */
                transactionId: Uint8Array;

                /**
                 * Encodes the specified SubmitTransactionResponse message. Does not implicitly {@link switchyard.sequencer.v1.SubmitTransactionResponse.verify|verify} messages.
                 * @param message SubmitTransactionResponse message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: switchyard.sequencer.v1.SubmitTransactionResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a SubmitTransactionResponse message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {switchyard.sequencer.v1.SubmitTransactionResponse & switchyard.sequencer.v1.SubmitTransactionResponse.$Shape} SubmitTransactionResponse
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): switchyard.sequencer.v1.SubmitTransactionResponse & switchyard.sequencer.v1.SubmitTransactionResponse.$Shape;
            }

            namespace SubmitTransactionResponse {

                /** Properties of a SubmitTransactionResponse. */
                interface $Properties {

                    /** SubmitTransactionResponse transactionId */
                    transactionId?: (Uint8Array|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a SubmitTransactionResponse. */
                type $Shape = switchyard.sequencer.v1.SubmitTransactionResponse.$Properties;
            }

            /**
             * Properties of an AccountNonce.
             * @deprecated Use switchyard.sequencer.v1.AccountNonce.$Properties instead.
             */
            interface IAccountNonce extends switchyard.sequencer.v1.AccountNonce.$Properties {
            }

            /** Represents an AccountNonce. */
            class AccountNonce {

                /**
                 * Constructs a new AccountNonce.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: switchyard.sequencer.v1.AccountNonce.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** AccountNonce account. */
                account: Uint8Array;

                /** AccountNonce nonce. */
                nonce: Long;

                /**
                 * Encodes the specified AccountNonce message. Does not implicitly {@link switchyard.sequencer.v1.AccountNonce.verify|verify} messages.
                 * @param message AccountNonce message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: switchyard.sequencer.v1.AccountNonce.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes an AccountNonce message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {switchyard.sequencer.v1.AccountNonce & switchyard.sequencer.v1.AccountNonce.$Shape} AccountNonce
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): switchyard.sequencer.v1.AccountNonce & switchyard.sequencer.v1.AccountNonce.$Shape;
            }

            namespace AccountNonce {

                /** Properties of an AccountNonce. */
                interface $Properties {

                    /** AccountNonce account */
                    account?: (Uint8Array|null);

                    /** AccountNonce nonce */
                    nonce?: (Long|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of an AccountNonce. */
                type $Shape = switchyard.sequencer.v1.AccountNonce.$Properties;
            }

            /**
             * Properties of a GetTransactionStatusRequest.
             * @deprecated Use switchyard.sequencer.v1.GetTransactionStatusRequest.$Properties instead.
             */
            interface IGetTransactionStatusRequest extends switchyard.sequencer.v1.GetTransactionStatusRequest.$Properties {
            }

            /** Represents a GetTransactionStatusRequest. */
            class GetTransactionStatusRequest {

                /**
                 * Constructs a new GetTransactionStatusRequest.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: switchyard.sequencer.v1.GetTransactionStatusRequest.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** GetTransactionStatusRequest transactionId. */
                transactionId?: (Uint8Array|null);

                /** GetTransactionStatusRequest accountNonce. */
                accountNonce?: (switchyard.sequencer.v1.AccountNonce.$Properties|null);

                /** GetTransactionStatusRequest of. */
                of?: ("transactionId"|"accountNonce");

                /**
                 * Encodes the specified GetTransactionStatusRequest message. Does not implicitly {@link switchyard.sequencer.v1.GetTransactionStatusRequest.verify|verify} messages.
                 * @param message GetTransactionStatusRequest message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: switchyard.sequencer.v1.GetTransactionStatusRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a GetTransactionStatusRequest message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {switchyard.sequencer.v1.GetTransactionStatusRequest & switchyard.sequencer.v1.GetTransactionStatusRequest.$Shape} GetTransactionStatusRequest
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): switchyard.sequencer.v1.GetTransactionStatusRequest & switchyard.sequencer.v1.GetTransactionStatusRequest.$Shape;
            }

            namespace GetTransactionStatusRequest {

                /** Properties of a GetTransactionStatusRequest. */
                interface $Properties {

                    /** GetTransactionStatusRequest transactionId */
                    transactionId?: (Uint8Array|null);

                    /** GetTransactionStatusRequest accountNonce */
                    accountNonce?: (switchyard.sequencer.v1.AccountNonce.$Properties|null);

                    /** GetTransactionStatusRequest of */
                    of?: ("transactionId"|"accountNonce");

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Narrowed shape of a GetTransactionStatusRequest. */
                type $Shape = {
                  transactionId?: Uint8Array|null;
                  accountNonce?: switchyard.sequencer.v1.AccountNonce.$Shape|null;
                  $unknowns?: Uint8Array[];
                } & (
                  ({ of?: undefined; transactionId?: null; accountNonce?: null }|{ of?: "transactionId"; transactionId: Uint8Array; accountNonce?: null }|{ of?: "accountNonce"; transactionId?: null; accountNonce: switchyard.sequencer.v1.AccountNonce.$Shape })
                );
            }

            /** TransactionState enum. */
            enum TransactionState {

                /** TRANSACTION_STATE_UNSPECIFIED value */
                TRANSACTION_STATE_UNSPECIFIED = 0,

                /** TRANSACTION_STATE_UNKNOWN value */
                TRANSACTION_STATE_UNKNOWN = 1,

                /** TRANSACTION_STATE_PENDING value */
                TRANSACTION_STATE_PENDING = 2,

                /** TRANSACTION_STATE_WAITING value */
                TRANSACTION_STATE_WAITING = 3,

                /** TRANSACTION_STATE_COMMITTED value */
                TRANSACTION_STATE_COMMITTED = 4
            }

            /**
             * Properties of a GetTransactionStatusResponse.
             * @deprecated Use switchyard.sequencer.v1.GetTransactionStatusResponse.$Properties instead.
             */
            interface IGetTransactionStatusResponse extends switchyard.sequencer.v1.GetTransactionStatusResponse.$Properties {
            }

            /** Represents a GetTransactionStatusResponse. */
            class GetTransactionStatusResponse {

                /**
                 * Constructs a new GetTransactionStatusResponse.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: switchyard.sequencer.v1.GetTransactionStatusResponse.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** GetTransactionStatusResponse state. */
                state: switchyard.sequencer.v1.TransactionState;

                /** GetTransactionStatusResponse transactionId. */
                transactionId: Uint8Array;

                /** GetTransactionStatusResponse height. */
                height: Long;

                /** GetTransactionStatusResponse index. */
                index: number;

                /** GetTransactionStatusResponse stateHeight. */
                stateHeight: Long;

                /** GetTransactionStatusResponse indexedFrom. */
                indexedFrom: Long;

                /**
                 * Encodes the specified GetTransactionStatusResponse message. Does not implicitly {@link switchyard.sequencer.v1.GetTransactionStatusResponse.verify|verify} messages.
                 * @param message GetTransactionStatusResponse message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: switchyard.sequencer.v1.GetTransactionStatusResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a GetTransactionStatusResponse message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {switchyard.sequencer.v1.GetTransactionStatusResponse & switchyard.sequencer.v1.GetTransactionStatusResponse.$Shape} GetTransactionStatusResponse
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): switchyard.sequencer.v1.GetTransactionStatusResponse & switchyard.sequencer.v1.GetTransactionStatusResponse.$Shape;
            }

            namespace GetTransactionStatusResponse {

                /** Properties of a GetTransactionStatusResponse. */
                interface $Properties {

                    /** GetTransactionStatusResponse state */
                    state?: (switchyard.sequencer.v1.TransactionState|null);

                    /** GetTransactionStatusResponse transactionId */
                    transactionId?: (Uint8Array|null);

                    /** GetTransactionStatusResponse height */
                    height?: (Long|null);

                    /** GetTransactionStatusResponse index */
                    index?: (number|null);

                    /** GetTransactionStatusResponse stateHeight */
                    stateHeight?: (Long|null);

                    /** GetTransactionStatusResponse indexedFrom */
                    indexedFrom?: (Long|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a GetTransactionStatusResponse. */
                type $Shape = switchyard.sequencer.v1.GetTransactionStatusResponse.$Properties;
            }

            /**
             * Properties of a GetAccountRequest.
             * @deprecated Use switchyard.sequencer.v1.GetAccountRequest.$Properties instead.
             */
            interface IGetAccountRequest extends switchyard.sequencer.v1.GetAccountRequest.$Properties {
            }

            /** Represents a GetAccountRequest. */
            class GetAccountRequest {

                /**
                 * Constructs a new GetAccountRequest.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: switchyard.sequencer.v1.GetAccountRequest.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** GetAccountRequest address. */
                address: Uint8Array;

                /**
                 * Encodes the specified GetAccountRequest message. Does not implicitly {@link switchyard.sequencer.v1.GetAccountRequest.verify|verify} messages.
                 * @param message GetAccountRequest message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: switchyard.sequencer.v1.GetAccountRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a GetAccountRequest message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {switchyard.sequencer.v1.GetAccountRequest & switchyard.sequencer.v1.GetAccountRequest.$Shape} GetAccountRequest
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): switchyard.sequencer.v1.GetAccountRequest & switchyard.sequencer.v1.GetAccountRequest.$Shape;
            }

            namespace GetAccountRequest {

                /** Properties of a GetAccountRequest. */
                interface $Properties {

                    /** GetAccountRequest address */
                    address?: (Uint8Array|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a GetAccountRequest. */
                type $Shape = switchyard.sequencer.v1.GetAccountRequest.$Properties;
            }

            /**
             * Properties of a GetAccountResponse.
             * @deprecated Use switchyard.sequencer.v1.GetAccountResponse.$Properties instead.
             */
            interface IGetAccountResponse extends switchyard.sequencer.v1.GetAccountResponse.$Properties {
            }

            /** Represents a GetAccountResponse. */
            class GetAccountResponse {

                /**
                 * Constructs a new GetAccountResponse.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: switchyard.sequencer.v1.GetAccountResponse.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** GetAccountResponse nonce. */
                nonce: Long;

                /** GetAccountResponse balance. */
                balance: Long;

                /** GetAccountResponse pendingNonce. */
                pendingNonce: Long;

                /** GetAccountResponse stateHeight. */
                stateHeight: Long;

                /**
                 * Encodes the specified GetAccountResponse message. Does not implicitly {@link switchyard.sequencer.v1.GetAccountResponse.verify|verify} messages.
                 * @param message GetAccountResponse message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: switchyard.sequencer.v1.GetAccountResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a GetAccountResponse message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {switchyard.sequencer.v1.GetAccountResponse & switchyard.sequencer.v1.GetAccountResponse.$Shape} GetAccountResponse
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): switchyard.sequencer.v1.GetAccountResponse & switchyard.sequencer.v1.GetAccountResponse.$Shape;
            }

            namespace GetAccountResponse {

                /** Properties of a GetAccountResponse. */
                interface $Properties {

                    /** GetAccountResponse nonce */
                    nonce?: (Long|null);

                    /** GetAccountResponse balance */
                    balance?: (Long|null);

                    /** GetAccountResponse pendingNonce */
                    pendingNonce?: (Long|null);

                    /** GetAccountResponse stateHeight */
                    stateHeight?: (Long|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a GetAccountResponse. */
                type $Shape = switchyard.sequencer.v1.GetAccountResponse.$Properties;
            }

            /**
             * Properties of a GetParamsRequest.
             * @deprecated Use switchyard.sequencer.v1.GetParamsRequest.$Properties instead.
             */
            interface IGetParamsRequest extends switchyard.sequencer.v1.GetParamsRequest.$Properties {
            }

            /** Represents a GetParamsRequest. */
            class GetParamsRequest {

                /**
                 * Constructs a new GetParamsRequest.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: switchyard.sequencer.v1.GetParamsRequest.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /**
                 * Encodes the specified GetParamsRequest message. Does not implicitly {@link switchyard.sequencer.v1.GetParamsRequest.verify|verify} messages.
                 * @param message GetParamsRequest message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: switchyard.sequencer.v1.GetParamsRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a GetParamsRequest message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {switchyard.sequencer.v1.GetParamsRequest & switchyard.sequencer.v1.GetParamsRequest.$Shape} GetParamsRequest
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): switchyard.sequencer.v1.GetParamsRequest & switchyard.sequencer.v1.GetParamsRequest.$Shape;
            }

            namespace GetParamsRequest {

                /** Properties of a GetParamsRequest. */
                interface $Properties {

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a GetParamsRequest. */
                type $Shape = switchyard.sequencer.v1.GetParamsRequest.$Properties;
            }

            /**
             * Properties of a GetParamsResponse.
             * @deprecated Use switchyard.sequencer.v1.GetParamsResponse.$Properties instead.
             */
            interface IGetParamsResponse extends switchyard.sequencer.v1.GetParamsResponse.$Properties {
            }

            /** Represents a GetParamsResponse. */
            class GetParamsResponse {

                /**
                 * Constructs a new GetParamsResponse.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: switchyard.sequencer.v1.GetParamsResponse.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** GetParamsResponse params. */
                params?: (switchyard.sequencer.v1.Params.$Properties|null);

                /** GetParamsResponse chainId. */
                chainId: string;

                /** GetParamsResponse sudo. */
                sudo: Uint8Array;

                /** GetParamsResponse stateHeight. */
                stateHeight: Long;

                /** GetParamsResponse price. */
                price: Long;

                /**
                 * Encodes the specified GetParamsResponse message. Does not implicitly {@link switchyard.sequencer.v1.GetParamsResponse.verify|verify} messages.
                 * @param message GetParamsResponse message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: switchyard.sequencer.v1.GetParamsResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a GetParamsResponse message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {switchyard.sequencer.v1.GetParamsResponse & switchyard.sequencer.v1.GetParamsResponse.$Shape} GetParamsResponse
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): switchyard.sequencer.v1.GetParamsResponse & switchyard.sequencer.v1.GetParamsResponse.$Shape;
            }

            namespace GetParamsResponse {

                /** Properties of a GetParamsResponse. */
                interface $Properties {

                    /** GetParamsResponse params */
                    params?: (switchyard.sequencer.v1.Params.$Properties|null);

                    /** GetParamsResponse chainId */
                    chainId?: (string|null);

                    /** GetParamsResponse sudo */
                    sudo?: (Uint8Array|null);

                    /** GetParamsResponse stateHeight */
                    stateHeight?: (Long|null);

                    /** GetParamsResponse price */
                    price?: (Long|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a GetParamsResponse. */
                type $Shape = switchyard.sequencer.v1.GetParamsResponse.$Properties;
            }

            /**
             * Properties of a ListRollupsRequest.
             * @deprecated Use switchyard.sequencer.v1.ListRollupsRequest.$Properties instead.
             */
            interface IListRollupsRequest extends switchyard.sequencer.v1.ListRollupsRequest.$Properties {
            }

            /** Represents a ListRollupsRequest. */
            class ListRollupsRequest {

                /**
                 * Constructs a new ListRollupsRequest.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: switchyard.sequencer.v1.ListRollupsRequest.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /**
                 * Encodes the specified ListRollupsRequest message. Does not implicitly {@link switchyard.sequencer.v1.ListRollupsRequest.verify|verify} messages.
                 * @param message ListRollupsRequest message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: switchyard.sequencer.v1.ListRollupsRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a ListRollupsRequest message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {switchyard.sequencer.v1.ListRollupsRequest & switchyard.sequencer.v1.ListRollupsRequest.$Shape} ListRollupsRequest
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): switchyard.sequencer.v1.ListRollupsRequest & switchyard.sequencer.v1.ListRollupsRequest.$Shape;
            }

            namespace ListRollupsRequest {

                /** Properties of a ListRollupsRequest. */
                interface $Properties {

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a ListRollupsRequest. */
                type $Shape = switchyard.sequencer.v1.ListRollupsRequest.$Properties;
            }

            /**
             * Properties of a RegisteredRollup.
             * @deprecated Use switchyard.sequencer.v1.RegisteredRollup.$Properties instead.
             */
            interface IRegisteredRollup extends switchyard.sequencer.v1.RegisteredRollup.$Properties {
            }

            /** Represents a RegisteredRollup. */
            class RegisteredRollup {

                /**
                 * Constructs a new RegisteredRollup.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: switchyard.sequencer.v1.RegisteredRollup.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** RegisteredRollup rollupId. */
                rollupId: Uint8Array;

                /** RegisteredRollup weight. */
                weight: Long;

                /**
                 * Encodes the specified RegisteredRollup message. Does not implicitly {@link switchyard.sequencer.v1.RegisteredRollup.verify|verify} messages.
                 * @param message RegisteredRollup message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: switchyard.sequencer.v1.RegisteredRollup.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a RegisteredRollup message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {switchyard.sequencer.v1.RegisteredRollup & switchyard.sequencer.v1.RegisteredRollup.$Shape} RegisteredRollup
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): switchyard.sequencer.v1.RegisteredRollup & switchyard.sequencer.v1.RegisteredRollup.$Shape;
            }

            namespace RegisteredRollup {

                /** Properties of a RegisteredRollup. */
                interface $Properties {

                    /** RegisteredRollup rollupId */
                    rollupId?: (Uint8Array|null);

                    /** RegisteredRollup weight */
                    weight?: (Long|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a RegisteredRollup. */
                type $Shape = switchyard.sequencer.v1.RegisteredRollup.$Properties;
            }

            /**
             * Properties of a ListRollupsResponse.
             * @deprecated Use switchyard.sequencer.v1.ListRollupsResponse.$Properties instead.
             */
            interface IListRollupsResponse extends switchyard.sequencer.v1.ListRollupsResponse.$Properties {
            }

            /** Represents a ListRollupsResponse. */
            class ListRollupsResponse {

                /**
                 * Constructs a new ListRollupsResponse.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: switchyard.sequencer.v1.ListRollupsResponse.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** ListRollupsResponse rollups. */
                rollups: switchyard.sequencer.v1.RegisteredRollup.$Properties[];

                /** ListRollupsResponse stateHeight. */
                stateHeight: Long;

                /**
                 * Encodes the specified ListRollupsResponse message. Does not implicitly {@link switchyard.sequencer.v1.ListRollupsResponse.verify|verify} messages.
                 * @param message ListRollupsResponse message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: switchyard.sequencer.v1.ListRollupsResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a ListRollupsResponse message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {switchyard.sequencer.v1.ListRollupsResponse & switchyard.sequencer.v1.ListRollupsResponse.$Shape} ListRollupsResponse
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): switchyard.sequencer.v1.ListRollupsResponse & switchyard.sequencer.v1.ListRollupsResponse.$Shape;
            }

            namespace ListRollupsResponse {

                /** Properties of a ListRollupsResponse. */
                interface $Properties {

                    /** ListRollupsResponse rollups */
                    rollups?: (switchyard.sequencer.v1.RegisteredRollup.$Properties[]|null);

                    /** ListRollupsResponse stateHeight */
                    stateHeight?: (Long|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a ListRollupsResponse. */
                type $Shape = switchyard.sequencer.v1.ListRollupsResponse.$Properties;
            }

            /**
             * Properties of a GetDaProgressRequest.
             * @deprecated Use switchyard.sequencer.v1.GetDaProgressRequest.$Properties instead.
             */
            interface IGetDaProgressRequest extends switchyard.sequencer.v1.GetDaProgressRequest.$Properties {
            }

            /** Represents a GetDaProgressRequest. */
            class GetDaProgressRequest {

                /**
                 * Constructs a new GetDaProgressRequest.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: switchyard.sequencer.v1.GetDaProgressRequest.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /**
                 * Encodes the specified GetDaProgressRequest message. Does not implicitly {@link switchyard.sequencer.v1.GetDaProgressRequest.verify|verify} messages.
                 * @param message GetDaProgressRequest message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: switchyard.sequencer.v1.GetDaProgressRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a GetDaProgressRequest message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {switchyard.sequencer.v1.GetDaProgressRequest & switchyard.sequencer.v1.GetDaProgressRequest.$Shape} GetDaProgressRequest
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): switchyard.sequencer.v1.GetDaProgressRequest & switchyard.sequencer.v1.GetDaProgressRequest.$Shape;
            }

            namespace GetDaProgressRequest {

                /** Properties of a GetDaProgressRequest. */
                interface $Properties {

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a GetDaProgressRequest. */
                type $Shape = switchyard.sequencer.v1.GetDaProgressRequest.$Properties;
            }

            /**
             * Properties of a DaReport.
             * @deprecated Use switchyard.sequencer.v1.DaReport.$Properties instead.
             */
            interface IDaReport extends switchyard.sequencer.v1.DaReport.$Properties {
            }

            /** Represents a DaReport. */
            class DaReport {

                /**
                 * Constructs a new DaReport.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: switchyard.sequencer.v1.DaReport.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** DaReport reporter. */
                reporter: Uint8Array;

                /** DaReport sequencerHeight. */
                sequencerHeight: Long;

                /** DaReport daHeight. */
                daHeight: Long;

                /**
                 * Encodes the specified DaReport message. Does not implicitly {@link switchyard.sequencer.v1.DaReport.verify|verify} messages.
                 * @param message DaReport message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: switchyard.sequencer.v1.DaReport.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a DaReport message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {switchyard.sequencer.v1.DaReport & switchyard.sequencer.v1.DaReport.$Shape} DaReport
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): switchyard.sequencer.v1.DaReport & switchyard.sequencer.v1.DaReport.$Shape;
            }

            namespace DaReport {

                /** Properties of a DaReport. */
                interface $Properties {

                    /** DaReport reporter */
                    reporter?: (Uint8Array|null);

                    /** DaReport sequencerHeight */
                    sequencerHeight?: (Long|null);

                    /** DaReport daHeight */
                    daHeight?: (Long|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a DaReport. */
                type $Shape = switchyard.sequencer.v1.DaReport.$Properties;
            }

            /**
             * Properties of a GetDaProgressResponse.
             * @deprecated Use switchyard.sequencer.v1.GetDaProgressResponse.$Properties instead.
             */
            interface IGetDaProgressResponse extends switchyard.sequencer.v1.GetDaProgressResponse.$Properties {
            }

            /** Represents a GetDaProgressResponse. */
            class GetDaProgressResponse {

                /**
                 * Constructs a new GetDaProgressResponse.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: switchyard.sequencer.v1.GetDaProgressResponse.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** GetDaProgressResponse sequencerHeight. */
                sequencerHeight: Long;

                /** GetDaProgressResponse daHeight. */
                daHeight: Long;

                /** GetDaProgressResponse backlogBytes. */
                backlogBytes: Long;

                /** GetDaProgressResponse budgetBytes. */
                budgetBytes: Long;

                /** GetDaProgressResponse creditBytes. */
                creditBytes: Long;

                /** GetDaProgressResponse price. */
                price: Long;

                /** GetDaProgressResponse reports. */
                reports: switchyard.sequencer.v1.DaReport.$Properties[];

                /** GetDaProgressResponse stateHeight. */
                stateHeight: Long;

                /** GetDaProgressResponse chainId. */
                chainId: string;

                /**
                 * Encodes the specified GetDaProgressResponse message. Does not implicitly {@link switchyard.sequencer.v1.GetDaProgressResponse.verify|verify} messages.
                 * @param message GetDaProgressResponse message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: switchyard.sequencer.v1.GetDaProgressResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a GetDaProgressResponse message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {switchyard.sequencer.v1.GetDaProgressResponse & switchyard.sequencer.v1.GetDaProgressResponse.$Shape} GetDaProgressResponse
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): switchyard.sequencer.v1.GetDaProgressResponse & switchyard.sequencer.v1.GetDaProgressResponse.$Shape;
            }

            namespace GetDaProgressResponse {

                /** Properties of a GetDaProgressResponse. */
                interface $Properties {

                    /** GetDaProgressResponse sequencerHeight */
                    sequencerHeight?: (Long|null);

                    /** GetDaProgressResponse daHeight */
                    daHeight?: (Long|null);

                    /** GetDaProgressResponse backlogBytes */
                    backlogBytes?: (Long|null);

                    /** GetDaProgressResponse budgetBytes */
                    budgetBytes?: (Long|null);

                    /** GetDaProgressResponse creditBytes */
                    creditBytes?: (Long|null);

                    /** GetDaProgressResponse price */
                    price?: (Long|null);

                    /** GetDaProgressResponse reports */
                    reports?: (switchyard.sequencer.v1.DaReport.$Properties[]|null);

                    /** GetDaProgressResponse stateHeight */
                    stateHeight?: (Long|null);

                    /** GetDaProgressResponse chainId */
                    chainId?: (string|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a GetDaProgressResponse. */
                type $Shape = switchyard.sequencer.v1.GetDaProgressResponse.$Properties;
            }

            /**
             * Properties of a GetStateProofRequest.
             * @deprecated Use switchyard.sequencer.v1.GetStateProofRequest.$Properties instead.
             */
            interface IGetStateProofRequest extends switchyard.sequencer.v1.GetStateProofRequest.$Properties {
            }

            /** Represents a GetStateProofRequest. */
            class GetStateProofRequest {

                /**
                 * Constructs a new GetStateProofRequest.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: switchyard.sequencer.v1.GetStateProofRequest.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** GetStateProofRequest key. */
                key: Uint8Array;

                /**
                 * Encodes the specified GetStateProofRequest message. Does not implicitly {@link switchyard.sequencer.v1.GetStateProofRequest.verify|verify} messages.
                 * @param message GetStateProofRequest message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: switchyard.sequencer.v1.GetStateProofRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a GetStateProofRequest message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {switchyard.sequencer.v1.GetStateProofRequest & switchyard.sequencer.v1.GetStateProofRequest.$Shape} GetStateProofRequest
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): switchyard.sequencer.v1.GetStateProofRequest & switchyard.sequencer.v1.GetStateProofRequest.$Shape;
            }

            namespace GetStateProofRequest {

                /** Properties of a GetStateProofRequest. */
                interface $Properties {

                    /** GetStateProofRequest key */
                    key?: (Uint8Array|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a GetStateProofRequest. */
                type $Shape = switchyard.sequencer.v1.GetStateProofRequest.$Properties;
            }

            /**
             * Properties of a GetStateProofResponse.
             * @deprecated Use switchyard.sequencer.v1.GetStateProofResponse.$Properties instead.
             */
            interface IGetStateProofResponse extends switchyard.sequencer.v1.GetStateProofResponse.$Properties {
            }

            /** Represents a GetStateProofResponse. */
            class GetStateProofResponse {

                /**
                 * Constructs a new GetStateProofResponse.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: switchyard.sequencer.v1.GetStateProofResponse.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** GetStateProofResponse stateHeight. */
                stateHeight: Long;

                /** GetStateProofResponse appHash. */
                appHash: Uint8Array;

                /** GetStateProofResponse value. */
                value?: (Uint8Array|null);

                /** GetStateProofResponse proof. */
                proof: Uint8Array;

                /**
                 * Encodes the specified GetStateProofResponse message. Does not implicitly {@link switchyard.sequencer.v1.GetStateProofResponse.verify|verify} messages.
                 * @param message GetStateProofResponse message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: switchyard.sequencer.v1.GetStateProofResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a GetStateProofResponse message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {switchyard.sequencer.v1.GetStateProofResponse & switchyard.sequencer.v1.GetStateProofResponse.$Shape} GetStateProofResponse
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): switchyard.sequencer.v1.GetStateProofResponse & switchyard.sequencer.v1.GetStateProofResponse.$Shape;
            }

            namespace GetStateProofResponse {

                /** Properties of a GetStateProofResponse. */
                interface $Properties {

                    /** GetStateProofResponse stateHeight */
                    stateHeight?: (Long|null);

                    /** GetStateProofResponse appHash */
                    appHash?: (Uint8Array|null);

                    /** GetStateProofResponse value */
                    value?: (Uint8Array|null);

                    /** GetStateProofResponse proof */
                    proof?: (Uint8Array|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a GetStateProofResponse. */
                type $Shape = switchyard.sequencer.v1.GetStateProofResponse.$Properties;
            }

            /**
             * Properties of a GetBlockItemsRequest.
             * @deprecated Use switchyard.sequencer.v1.GetBlockItemsRequest.$Properties instead.
             */
            interface IGetBlockItemsRequest extends switchyard.sequencer.v1.GetBlockItemsRequest.$Properties {
            }

            /** Represents a GetBlockItemsRequest. */
            class GetBlockItemsRequest {

                /**
                 * Constructs a new GetBlockItemsRequest.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: switchyard.sequencer.v1.GetBlockItemsRequest.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** GetBlockItemsRequest height. */
                height: Long;

                /**
                 * Encodes the specified GetBlockItemsRequest message. Does not implicitly {@link switchyard.sequencer.v1.GetBlockItemsRequest.verify|verify} messages.
                 * @param message GetBlockItemsRequest message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: switchyard.sequencer.v1.GetBlockItemsRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a GetBlockItemsRequest message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {switchyard.sequencer.v1.GetBlockItemsRequest & switchyard.sequencer.v1.GetBlockItemsRequest.$Shape} GetBlockItemsRequest
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): switchyard.sequencer.v1.GetBlockItemsRequest & switchyard.sequencer.v1.GetBlockItemsRequest.$Shape;
            }

            namespace GetBlockItemsRequest {

                /** Properties of a GetBlockItemsRequest. */
                interface $Properties {

                    /** GetBlockItemsRequest height */
                    height?: (Long|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a GetBlockItemsRequest. */
                type $Shape = switchyard.sequencer.v1.GetBlockItemsRequest.$Properties;
            }

            /**
             * Properties of a GetBlockItemsResponse.
             * @deprecated Use switchyard.sequencer.v1.GetBlockItemsResponse.$Properties instead.
             */
            interface IGetBlockItemsResponse extends switchyard.sequencer.v1.GetBlockItemsResponse.$Properties {
            }

            /** Represents a GetBlockItemsResponse. */
            class GetBlockItemsResponse {

                /**
                 * Constructs a new GetBlockItemsResponse.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: switchyard.sequencer.v1.GetBlockItemsResponse.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** GetBlockItemsResponse items. */
                items: Uint8Array[];

                /**
                 * Encodes the specified GetBlockItemsResponse message. Does not implicitly {@link switchyard.sequencer.v1.GetBlockItemsResponse.verify|verify} messages.
                 * @param message GetBlockItemsResponse message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: switchyard.sequencer.v1.GetBlockItemsResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a GetBlockItemsResponse message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {switchyard.sequencer.v1.GetBlockItemsResponse & switchyard.sequencer.v1.GetBlockItemsResponse.$Shape} GetBlockItemsResponse
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): switchyard.sequencer.v1.GetBlockItemsResponse & switchyard.sequencer.v1.GetBlockItemsResponse.$Shape;
            }

            namespace GetBlockItemsResponse {

                /** Properties of a GetBlockItemsResponse. */
                interface $Properties {

                    /** GetBlockItemsResponse items */
                    items?: (Uint8Array[]|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a GetBlockItemsResponse. */
                type $Shape = switchyard.sequencer.v1.GetBlockItemsResponse.$Properties;
            }

            /**
             * Properties of a StreamPoolRequest.
             * @deprecated Use switchyard.sequencer.v1.StreamPoolRequest.$Properties instead.
             */
            interface IStreamPoolRequest extends switchyard.sequencer.v1.StreamPoolRequest.$Properties {
            }

            /** Represents a StreamPoolRequest. */
            class StreamPoolRequest {

                /**
                 * Constructs a new StreamPoolRequest.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: switchyard.sequencer.v1.StreamPoolRequest.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /**
                 * Encodes the specified StreamPoolRequest message. Does not implicitly {@link switchyard.sequencer.v1.StreamPoolRequest.verify|verify} messages.
                 * @param message StreamPoolRequest message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: switchyard.sequencer.v1.StreamPoolRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a StreamPoolRequest message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {switchyard.sequencer.v1.StreamPoolRequest & switchyard.sequencer.v1.StreamPoolRequest.$Shape} StreamPoolRequest
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): switchyard.sequencer.v1.StreamPoolRequest & switchyard.sequencer.v1.StreamPoolRequest.$Shape;
            }

            namespace StreamPoolRequest {

                /** Properties of a StreamPoolRequest. */
                interface $Properties {

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a StreamPoolRequest. */
                type $Shape = switchyard.sequencer.v1.StreamPoolRequest.$Properties;
            }

            /**
             * Properties of a StreamPoolResponse.
             * @deprecated Use switchyard.sequencer.v1.StreamPoolResponse.$Properties instead.
             */
            interface IStreamPoolResponse extends switchyard.sequencer.v1.StreamPoolResponse.$Properties {
            }

            /** Represents a StreamPoolResponse. */
            class StreamPoolResponse {

                /**
                 * Constructs a new StreamPoolResponse.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: switchyard.sequencer.v1.StreamPoolResponse.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** StreamPoolResponse transactions. */
                transactions: Uint8Array[];

                /** StreamPoolResponse control. */
                control: boolean;

                /**
                 * Encodes the specified StreamPoolResponse message. Does not implicitly {@link switchyard.sequencer.v1.StreamPoolResponse.verify|verify} messages.
                 * @param message StreamPoolResponse message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: switchyard.sequencer.v1.StreamPoolResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a StreamPoolResponse message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {switchyard.sequencer.v1.StreamPoolResponse & switchyard.sequencer.v1.StreamPoolResponse.$Shape} StreamPoolResponse
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): switchyard.sequencer.v1.StreamPoolResponse & switchyard.sequencer.v1.StreamPoolResponse.$Shape;
            }

            namespace StreamPoolResponse {

                /** Properties of a StreamPoolResponse. */
                interface $Properties {

                    /** StreamPoolResponse transactions */
                    transactions?: (Uint8Array[]|null);

                    /** StreamPoolResponse control */
                    control?: (boolean|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a StreamPoolResponse. */
                type $Shape = switchyard.sequencer.v1.StreamPoolResponse.$Properties;
            }

            /**
             * Properties of a Transaction.
             * @deprecated Use switchyard.sequencer.v1.Transaction.$Properties instead.
             */
            interface ITransaction extends switchyard.sequencer.v1.Transaction.$Properties {
            }

            /** Represents a Transaction. */
            class Transaction {

                /**
                 * Constructs a new Transaction.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: switchyard.sequencer.v1.Transaction.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Transaction body. */
                body: Uint8Array;

                /** Transaction publicKey. */
                publicKey: Uint8Array;

                /** Transaction signature. */
                signature: Uint8Array;

                /**
                 * Encodes the specified Transaction message. Does not implicitly {@link switchyard.sequencer.v1.Transaction.verify|verify} messages.
                 * @param message Transaction message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: switchyard.sequencer.v1.Transaction.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a Transaction message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {switchyard.sequencer.v1.Transaction & switchyard.sequencer.v1.Transaction.$Shape} Transaction
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): switchyard.sequencer.v1.Transaction & switchyard.sequencer.v1.Transaction.$Shape;
            }

            namespace Transaction {

                /** Properties of a Transaction. */
                interface $Properties {

                    /** Transaction body */
                    body?: (Uint8Array|null);

                    /** Transaction publicKey */
                    publicKey?: (Uint8Array|null);

                    /** Transaction signature */
                    signature?: (Uint8Array|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a Transaction. */
                type $Shape = switchyard.sequencer.v1.Transaction.$Properties;
            }

            /**
             * Properties of a TransactionBody.
             * @deprecated Use switchyard.sequencer.v1.TransactionBody.$Properties instead.
             */
            interface ITransactionBody extends switchyard.sequencer.v1.TransactionBody.$Properties {
            }

            /** Represents a TransactionBody. */
            class TransactionBody {

                /**
                 * Constructs a new TransactionBody.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: switchyard.sequencer.v1.TransactionBody.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** TransactionBody chainId. */
                chainId: string;

                /** TransactionBody nonce. */
                nonce: Long;

                /** TransactionBody expiresAtHeight. */
                expiresAtHeight: Long;

                /** TransactionBody maxFee. */
                maxFee: Long;

                /** TransactionBody actions. */
                actions: switchyard.sequencer.v1.Action.$Properties[];

                /**
                 * Encodes the specified TransactionBody message. Does not implicitly {@link switchyard.sequencer.v1.TransactionBody.verify|verify} messages.
                 * @param message TransactionBody message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: switchyard.sequencer.v1.TransactionBody.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a TransactionBody message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {switchyard.sequencer.v1.TransactionBody & switchyard.sequencer.v1.TransactionBody.$Shape} TransactionBody
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): switchyard.sequencer.v1.TransactionBody & switchyard.sequencer.v1.TransactionBody.$Shape;
            }

            namespace TransactionBody {

                /** Properties of a TransactionBody. */
                interface $Properties {

                    /** TransactionBody chainId */
                    chainId?: (string|null);

                    /** TransactionBody nonce */
                    nonce?: (Long|null);

                    /** TransactionBody expiresAtHeight */
                    expiresAtHeight?: (Long|null);

                    /** TransactionBody maxFee */
                    maxFee?: (Long|null);

                    /** TransactionBody actions */
                    actions?: (switchyard.sequencer.v1.Action.$Properties[]|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a TransactionBody. */
                type $Shape = {
                  chainId?: string|null;
                  nonce?: Long|null;
                  expiresAtHeight?: Long|null;
                  maxFee?: Long|null;
                  actions?: switchyard.sequencer.v1.Action.$Shape[]|null;
                  $unknowns?: Uint8Array[];
                };
            }

            /**
             * Properties of an Action.
             * @deprecated Use switchyard.sequencer.v1.Action.$Properties instead.
             */
            interface IAction extends switchyard.sequencer.v1.Action.$Properties {
            }

            /** Represents an Action. */
            class Action {

                /**
                 * Constructs a new Action.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: switchyard.sequencer.v1.Action.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Action submitRollupData. */
                submitRollupData?: (switchyard.sequencer.v1.SubmitRollupData.$Properties|null);

                /** Action transfer. */
                transfer?: (switchyard.sequencer.v1.Transfer.$Properties|null);

                /** Action reportDaProgress. */
                reportDaProgress?: (switchyard.sequencer.v1.ReportDaProgress.$Properties|null);

                /** Action updateValidator. */
                updateValidator?: (switchyard.sequencer.v1.UpdateValidator.$Properties|null);

                /** Action updateParams. */
                updateParams?: (switchyard.sequencer.v1.UpdateParams.$Properties|null);

                /** Action registerRollup. */
                registerRollup?: (switchyard.sequencer.v1.RegisterRollup.$Properties|null);

                /** Action changeSudo. */
                changeSudo?: (switchyard.sequencer.v1.ChangeSudo.$Properties|null);

                /** Action kind. */
                kind?: ("submitRollupData"|"transfer"|"reportDaProgress"|"updateValidator"|"updateParams"|"registerRollup"|"changeSudo");

                /**
                 * Encodes the specified Action message. Does not implicitly {@link switchyard.sequencer.v1.Action.verify|verify} messages.
                 * @param message Action message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: switchyard.sequencer.v1.Action.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes an Action message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {switchyard.sequencer.v1.Action & switchyard.sequencer.v1.Action.$Shape} Action
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): switchyard.sequencer.v1.Action & switchyard.sequencer.v1.Action.$Shape;
            }

            namespace Action {

                /** Properties of an Action. */
                interface $Properties {

                    /** Action submitRollupData */
                    submitRollupData?: (switchyard.sequencer.v1.SubmitRollupData.$Properties|null);

                    /** Action transfer */
                    transfer?: (switchyard.sequencer.v1.Transfer.$Properties|null);

                    /** Action reportDaProgress */
                    reportDaProgress?: (switchyard.sequencer.v1.ReportDaProgress.$Properties|null);

                    /** Action updateValidator */
                    updateValidator?: (switchyard.sequencer.v1.UpdateValidator.$Properties|null);

                    /** Action updateParams */
                    updateParams?: (switchyard.sequencer.v1.UpdateParams.$Properties|null);

                    /** Action registerRollup */
                    registerRollup?: (switchyard.sequencer.v1.RegisterRollup.$Properties|null);

                    /** Action changeSudo */
                    changeSudo?: (switchyard.sequencer.v1.ChangeSudo.$Properties|null);

                    /** Action kind */
                    kind?: ("submitRollupData"|"transfer"|"reportDaProgress"|"updateValidator"|"updateParams"|"registerRollup"|"changeSudo");

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Narrowed shape of an Action. */
                type $Shape = {
                  submitRollupData?: switchyard.sequencer.v1.SubmitRollupData.$Shape|null;
                  transfer?: switchyard.sequencer.v1.Transfer.$Shape|null;
                  reportDaProgress?: switchyard.sequencer.v1.ReportDaProgress.$Shape|null;
                  updateValidator?: switchyard.sequencer.v1.UpdateValidator.$Shape|null;
                  updateParams?: switchyard.sequencer.v1.UpdateParams.$Shape|null;
                  registerRollup?: switchyard.sequencer.v1.RegisterRollup.$Shape|null;
                  changeSudo?: switchyard.sequencer.v1.ChangeSudo.$Shape|null;
                  $unknowns?: Uint8Array[];
                } & (
                  ({ kind?: undefined; submitRollupData?: null; transfer?: null; reportDaProgress?: null; updateValidator?: null; updateParams?: null; registerRollup?: null; changeSudo?: null }|{ kind?: "submitRollupData"; submitRollupData: switchyard.sequencer.v1.SubmitRollupData.$Shape; transfer?: null; reportDaProgress?: null; updateValidator?: null; updateParams?: null; registerRollup?: null; changeSudo?: null }|{ kind?: "transfer"; submitRollupData?: null; transfer: switchyard.sequencer.v1.Transfer.$Shape; reportDaProgress?: null; updateValidator?: null; updateParams?: null; registerRollup?: null; changeSudo?: null }|{ kind?: "reportDaProgress"; submitRollupData?: null; transfer?: null; reportDaProgress: switchyard.sequencer.v1.ReportDaProgress.$Shape; updateValidator?: null; updateParams?: null; registerRollup?: null; changeSudo?: null }|{ kind?: "updateValidator"; submitRollupData?: null; transfer?: null; reportDaProgress?: null; updateValidator: switchyard.sequencer.v1.UpdateValidator.$Shape; updateParams?: null; registerRollup?: null; changeSudo?: null }|{ kind?: "updateParams"; submitRollupData?: null; transfer?: null; reportDaProgress?: null; updateValidator?: null; updateParams: switchyard.sequencer.v1.UpdateParams.$Shape; registerRollup?: null; changeSudo?: null }|{ kind?: "registerRollup"; submitRollupData?: null; transfer?: null; reportDaProgress?: null; updateValidator?: null; updateParams?: null; registerRollup: switchyard.sequencer.v1.RegisterRollup.$Shape; changeSudo?: null }|{ kind?: "changeSudo"; submitRollupData?: null; transfer?: null; reportDaProgress?: null; updateValidator?: null; updateParams?: null; registerRollup?: null; changeSudo: switchyard.sequencer.v1.ChangeSudo.$Shape })
                );
            }

            /**
             * Properties of a SubmitRollupData.
             * @deprecated Use switchyard.sequencer.v1.SubmitRollupData.$Properties instead.
             */
            interface ISubmitRollupData extends switchyard.sequencer.v1.SubmitRollupData.$Properties {
            }

            /** Represents a SubmitRollupData. */
            class SubmitRollupData {

                /**
                 * Constructs a new SubmitRollupData.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: switchyard.sequencer.v1.SubmitRollupData.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** SubmitRollupData rollupId. */
                rollupId: Uint8Array;

                /** SubmitRollupData data. */
                data: Uint8Array;

                /**
                 * Encodes the specified SubmitRollupData message. Does not implicitly {@link switchyard.sequencer.v1.SubmitRollupData.verify|verify} messages.
                 * @param message SubmitRollupData message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: switchyard.sequencer.v1.SubmitRollupData.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a SubmitRollupData message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {switchyard.sequencer.v1.SubmitRollupData & switchyard.sequencer.v1.SubmitRollupData.$Shape} SubmitRollupData
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): switchyard.sequencer.v1.SubmitRollupData & switchyard.sequencer.v1.SubmitRollupData.$Shape;
            }

            namespace SubmitRollupData {

                /** Properties of a SubmitRollupData. */
                interface $Properties {

                    /** SubmitRollupData rollupId */
                    rollupId?: (Uint8Array|null);

                    /** SubmitRollupData data */
                    data?: (Uint8Array|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a SubmitRollupData. */
                type $Shape = switchyard.sequencer.v1.SubmitRollupData.$Properties;
            }

            /**
             * Properties of a Transfer.
             * @deprecated Use switchyard.sequencer.v1.Transfer.$Properties instead.
             */
            interface ITransfer extends switchyard.sequencer.v1.Transfer.$Properties {
            }

            /** Represents a Transfer. */
            class Transfer {

                /**
                 * Constructs a new Transfer.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: switchyard.sequencer.v1.Transfer.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Transfer to. */
                to: Uint8Array;

                /** Transfer amount. */
                amount: Long;

                /**
                 * Encodes the specified Transfer message. Does not implicitly {@link switchyard.sequencer.v1.Transfer.verify|verify} messages.
                 * @param message Transfer message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: switchyard.sequencer.v1.Transfer.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a Transfer message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {switchyard.sequencer.v1.Transfer & switchyard.sequencer.v1.Transfer.$Shape} Transfer
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): switchyard.sequencer.v1.Transfer & switchyard.sequencer.v1.Transfer.$Shape;
            }

            namespace Transfer {

                /** Properties of a Transfer. */
                interface $Properties {

                    /** Transfer to */
                    to?: (Uint8Array|null);

                    /** Transfer amount */
                    amount?: (Long|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a Transfer. */
                type $Shape = switchyard.sequencer.v1.Transfer.$Properties;
            }

            /**
             * Properties of a ReportDaProgress.
             * @deprecated Use switchyard.sequencer.v1.ReportDaProgress.$Properties instead.
             */
            interface IReportDaProgress extends switchyard.sequencer.v1.ReportDaProgress.$Properties {
            }

            /** Represents a ReportDaProgress. */
            class ReportDaProgress {

                /**
                 * Constructs a new ReportDaProgress.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: switchyard.sequencer.v1.ReportDaProgress.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** ReportDaProgress sequencerHeight. */
                sequencerHeight: Long;

                /** ReportDaProgress daHeight. */
                daHeight: Long;

                /**
                 * Encodes the specified ReportDaProgress message. Does not implicitly {@link switchyard.sequencer.v1.ReportDaProgress.verify|verify} messages.
                 * @param message ReportDaProgress message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: switchyard.sequencer.v1.ReportDaProgress.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a ReportDaProgress message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {switchyard.sequencer.v1.ReportDaProgress & switchyard.sequencer.v1.ReportDaProgress.$Shape} ReportDaProgress
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): switchyard.sequencer.v1.ReportDaProgress & switchyard.sequencer.v1.ReportDaProgress.$Shape;
            }

            namespace ReportDaProgress {

                /** Properties of a ReportDaProgress. */
                interface $Properties {

                    /** ReportDaProgress sequencerHeight */
                    sequencerHeight?: (Long|null);

                    /** ReportDaProgress daHeight */
                    daHeight?: (Long|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a ReportDaProgress. */
                type $Shape = switchyard.sequencer.v1.ReportDaProgress.$Properties;
            }

            /**
             * Properties of an UpdateValidator.
             * @deprecated Use switchyard.sequencer.v1.UpdateValidator.$Properties instead.
             */
            interface IUpdateValidator extends switchyard.sequencer.v1.UpdateValidator.$Properties {
            }

            /** Represents an UpdateValidator. */
            class UpdateValidator {

                /**
                 * Constructs a new UpdateValidator.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: switchyard.sequencer.v1.UpdateValidator.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** UpdateValidator publicKey. */
                publicKey: Uint8Array;

                /** UpdateValidator power. */
                power: Long;

                /**
                 * Encodes the specified UpdateValidator message. Does not implicitly {@link switchyard.sequencer.v1.UpdateValidator.verify|verify} messages.
                 * @param message UpdateValidator message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: switchyard.sequencer.v1.UpdateValidator.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes an UpdateValidator message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {switchyard.sequencer.v1.UpdateValidator & switchyard.sequencer.v1.UpdateValidator.$Shape} UpdateValidator
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): switchyard.sequencer.v1.UpdateValidator & switchyard.sequencer.v1.UpdateValidator.$Shape;
            }

            namespace UpdateValidator {

                /** Properties of an UpdateValidator. */
                interface $Properties {

                    /** UpdateValidator publicKey */
                    publicKey?: (Uint8Array|null);

                    /** UpdateValidator power */
                    power?: (Long|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of an UpdateValidator. */
                type $Shape = switchyard.sequencer.v1.UpdateValidator.$Properties;
            }

            /**
             * Properties of an UpdateParams.
             * @deprecated Use switchyard.sequencer.v1.UpdateParams.$Properties instead.
             */
            interface IUpdateParams extends switchyard.sequencer.v1.UpdateParams.$Properties {
            }

            /** Represents an UpdateParams. */
            class UpdateParams {

                /**
                 * Constructs a new UpdateParams.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: switchyard.sequencer.v1.UpdateParams.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** UpdateParams params. */
                params?: (switchyard.sequencer.v1.Params.$Properties|null);

                /**
                 * Encodes the specified UpdateParams message. Does not implicitly {@link switchyard.sequencer.v1.UpdateParams.verify|verify} messages.
                 * @param message UpdateParams message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: switchyard.sequencer.v1.UpdateParams.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes an UpdateParams message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {switchyard.sequencer.v1.UpdateParams & switchyard.sequencer.v1.UpdateParams.$Shape} UpdateParams
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): switchyard.sequencer.v1.UpdateParams & switchyard.sequencer.v1.UpdateParams.$Shape;
            }

            namespace UpdateParams {

                /** Properties of an UpdateParams. */
                interface $Properties {

                    /** UpdateParams params */
                    params?: (switchyard.sequencer.v1.Params.$Properties|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of an UpdateParams. */
                type $Shape = switchyard.sequencer.v1.UpdateParams.$Properties;
            }

            /**
             * Properties of a RegisterRollup.
             * @deprecated Use switchyard.sequencer.v1.RegisterRollup.$Properties instead.
             */
            interface IRegisterRollup extends switchyard.sequencer.v1.RegisterRollup.$Properties {
            }

            /** Represents a RegisterRollup. */
            class RegisterRollup {

                /**
                 * Constructs a new RegisterRollup.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: switchyard.sequencer.v1.RegisterRollup.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** RegisterRollup rollupId. */
                rollupId: Uint8Array;

                /** RegisterRollup weight. */
                weight: Long;

                /**
                 * Encodes the specified RegisterRollup message. Does not implicitly {@link switchyard.sequencer.v1.RegisterRollup.verify|verify} messages.
                 * @param message RegisterRollup message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: switchyard.sequencer.v1.RegisterRollup.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a RegisterRollup message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {switchyard.sequencer.v1.RegisterRollup & switchyard.sequencer.v1.RegisterRollup.$Shape} RegisterRollup
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): switchyard.sequencer.v1.RegisterRollup & switchyard.sequencer.v1.RegisterRollup.$Shape;
            }

            namespace RegisterRollup {

                /** Properties of a RegisterRollup. */
                interface $Properties {

                    /** RegisterRollup rollupId */
                    rollupId?: (Uint8Array|null);

                    /** RegisterRollup weight */
                    weight?: (Long|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a RegisterRollup. */
                type $Shape = switchyard.sequencer.v1.RegisterRollup.$Properties;
            }

            /**
             * Properties of a ChangeSudo.
             * @deprecated Use switchyard.sequencer.v1.ChangeSudo.$Properties instead.
             */
            interface IChangeSudo extends switchyard.sequencer.v1.ChangeSudo.$Properties {
            }

            /** Represents a ChangeSudo. */
            class ChangeSudo {

                /**
                 * Constructs a new ChangeSudo.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: switchyard.sequencer.v1.ChangeSudo.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** ChangeSudo newSudo. */
                newSudo: Uint8Array;

                /**
                 * Encodes the specified ChangeSudo message. Does not implicitly {@link switchyard.sequencer.v1.ChangeSudo.verify|verify} messages.
                 * @param message ChangeSudo message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: switchyard.sequencer.v1.ChangeSudo.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a ChangeSudo message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {switchyard.sequencer.v1.ChangeSudo & switchyard.sequencer.v1.ChangeSudo.$Shape} ChangeSudo
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): switchyard.sequencer.v1.ChangeSudo & switchyard.sequencer.v1.ChangeSudo.$Shape;
            }

            namespace ChangeSudo {

                /** Properties of a ChangeSudo. */
                interface $Properties {

                    /** ChangeSudo newSudo */
                    newSudo?: (Uint8Array|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a ChangeSudo. */
                type $Shape = switchyard.sequencer.v1.ChangeSudo.$Properties;
            }

            /**
             * Properties of a Params.
             * @deprecated Use switchyard.sequencer.v1.Params.$Properties instead.
             */
            interface IParams extends switchyard.sequencer.v1.Params.$Properties {
            }

            /** Represents a Params. */
            class Params {

                /**
                 * Constructs a new Params.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: switchyard.sequencer.v1.Params.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Params blockMaxBytes. */
                blockMaxBytes: Long;

                /** Params rollupBudgetBytes. */
                rollupBudgetBytes: Long;

                /** Params sectionMaxBytes. */
                sectionMaxBytes: Long;

                /** Params transactionMaxBytes. */
                transactionMaxBytes: Long;

                /** Params maxRollupsPerBlock. */
                maxRollupsPerBlock: Long;

                /** Params backlogLowBytes. */
                backlogLowBytes: Long;

                /** Params backlogHighBytes. */
                backlogHighBytes: Long;

                /** Params priceFloor. */
                priceFloor: Long;

                /** Params priceCap. */
                priceCap: Long;

                /** Params reportQuorum. */
                reportQuorum: number;

                /** Params reporters. */
                reporters: Uint8Array[];

                /**
                 * Encodes the specified Params message. Does not implicitly {@link switchyard.sequencer.v1.Params.verify|verify} messages.
                 * @param message Params message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: switchyard.sequencer.v1.Params.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a Params message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {switchyard.sequencer.v1.Params & switchyard.sequencer.v1.Params.$Shape} Params
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): switchyard.sequencer.v1.Params & switchyard.sequencer.v1.Params.$Shape;
            }

            namespace Params {

                /** Properties of a Params. */
                interface $Properties {

                    /** Params blockMaxBytes */
                    blockMaxBytes?: (Long|null);

                    /** Params rollupBudgetBytes */
                    rollupBudgetBytes?: (Long|null);

                    /** Params sectionMaxBytes */
                    sectionMaxBytes?: (Long|null);

                    /** Params transactionMaxBytes */
                    transactionMaxBytes?: (Long|null);

                    /** Params maxRollupsPerBlock */
                    maxRollupsPerBlock?: (Long|null);

                    /** Params backlogLowBytes */
                    backlogLowBytes?: (Long|null);

                    /** Params backlogHighBytes */
                    backlogHighBytes?: (Long|null);

                    /** Params priceFloor */
                    priceFloor?: (Long|null);

                    /** Params priceCap */
                    priceCap?: (Long|null);

                    /** Params reportQuorum */
                    reportQuorum?: (number|null);

                    /** Params reporters */
                    reporters?: (Uint8Array[]|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a Params. */
                type $Shape = switchyard.sequencer.v1.Params.$Properties;
            }
        }
    }
}

/** Namespace tendermint. */
export namespace tendermint {

    /** Namespace types. */
    namespace types {

        /** SignedMsgType enum. */
        enum SignedMsgType {

            /** SIGNED_MSG_TYPE_UNKNOWN value */
            SIGNED_MSG_TYPE_UNKNOWN = 0,

            /** SIGNED_MSG_TYPE_PREVOTE value */
            SIGNED_MSG_TYPE_PREVOTE = 1,

            /** SIGNED_MSG_TYPE_PRECOMMIT value */
            SIGNED_MSG_TYPE_PRECOMMIT = 2,

            /** SIGNED_MSG_TYPE_PROPOSAL value */
            SIGNED_MSG_TYPE_PROPOSAL = 32
        }

        /**
         * Properties of a PartSetHeader.
         * @deprecated Use tendermint.types.PartSetHeader.$Properties instead.
         */
        interface IPartSetHeader extends tendermint.types.PartSetHeader.$Properties {
        }

        /** Represents a PartSetHeader. */
        class PartSetHeader {

            /**
             * Constructs a new PartSetHeader.
             * @param [properties] Properties to set
             */
            constructor(properties?: tendermint.types.PartSetHeader.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** PartSetHeader total. */
            total: number;

            /** PartSetHeader hash. */
            hash: Uint8Array;

            /**
             * Encodes the specified PartSetHeader message. Does not implicitly {@link tendermint.types.PartSetHeader.verify|verify} messages.
             * @param message PartSetHeader message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: tendermint.types.PartSetHeader.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a PartSetHeader message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {tendermint.types.PartSetHeader & tendermint.types.PartSetHeader.$Shape} PartSetHeader
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tendermint.types.PartSetHeader & tendermint.types.PartSetHeader.$Shape;
        }

        namespace PartSetHeader {

            /** Properties of a PartSetHeader. */
            interface $Properties {

                /** PartSetHeader total */
                total?: (number|null);

                /** PartSetHeader hash */
                hash?: (Uint8Array|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a PartSetHeader. */
            type $Shape = tendermint.types.PartSetHeader.$Properties;
        }

        /**
         * Properties of a Part.
         * @deprecated Use tendermint.types.Part.$Properties instead.
         */
        interface IPart extends tendermint.types.Part.$Properties {
        }

        /** Represents a Part. */
        class Part {

            /**
             * Constructs a new Part.
             * @param [properties] Properties to set
             */
            constructor(properties?: tendermint.types.Part.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Part index. */
            index: number;

            /** Part bytes. */
            bytes: Uint8Array;

            /** Part proof. */
            proof?: (tendermint.crypto.Proof.$Properties|null);

            /**
             * Encodes the specified Part message. Does not implicitly {@link tendermint.types.Part.verify|verify} messages.
             * @param message Part message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: tendermint.types.Part.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Part message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {tendermint.types.Part & tendermint.types.Part.$Shape} Part
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tendermint.types.Part & tendermint.types.Part.$Shape;
        }

        namespace Part {

            /** Properties of a Part. */
            interface $Properties {

                /** Part index */
                index?: (number|null);

                /** Part bytes */
                bytes?: (Uint8Array|null);

                /** Part proof */
                proof?: (tendermint.crypto.Proof.$Properties|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Part. */
            type $Shape = tendermint.types.Part.$Properties;
        }

        /**
         * Properties of a BlockID.
         * @deprecated Use tendermint.types.BlockID.$Properties instead.
         */
        interface IBlockID extends tendermint.types.BlockID.$Properties {
        }

        /** Represents a BlockID. */
        class BlockID {

            /**
             * Constructs a new BlockID.
             * @param [properties] Properties to set
             */
            constructor(properties?: tendermint.types.BlockID.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** BlockID hash. */
            hash: Uint8Array;

            /** BlockID partSetHeader. */
            partSetHeader?: (tendermint.types.PartSetHeader.$Properties|null);

            /**
             * Encodes the specified BlockID message. Does not implicitly {@link tendermint.types.BlockID.verify|verify} messages.
             * @param message BlockID message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: tendermint.types.BlockID.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a BlockID message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {tendermint.types.BlockID & tendermint.types.BlockID.$Shape} BlockID
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tendermint.types.BlockID & tendermint.types.BlockID.$Shape;
        }

        namespace BlockID {

            /** Properties of a BlockID. */
            interface $Properties {

                /** BlockID hash */
                hash?: (Uint8Array|null);

                /** BlockID partSetHeader */
                partSetHeader?: (tendermint.types.PartSetHeader.$Properties|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a BlockID. */
            type $Shape = tendermint.types.BlockID.$Properties;
        }

        /**
         * Properties of a Header.
         * @deprecated Use tendermint.types.Header.$Properties instead.
         */
        interface IHeader extends tendermint.types.Header.$Properties {
        }

        /** Represents a Header. */
        class Header {

            /**
             * Constructs a new Header.
             * @param [properties] Properties to set
             */
            constructor(properties?: tendermint.types.Header.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Header version. */
            version?: (tendermint.version.Consensus.$Properties|null);

            /** Header chainId. */
            chainId: string;

            /** Header height. */
            height: Long;

            /** Header time. */
            time?: (google.protobuf.Timestamp.$Properties|null);

            /** Header lastBlockId. */
            lastBlockId?: (tendermint.types.BlockID.$Properties|null);

            /** Header lastCommitHash. */
            lastCommitHash: Uint8Array;

            /** Header dataHash. */
            dataHash: Uint8Array;

            /** Header validatorsHash. */
            validatorsHash: Uint8Array;

            /** Header nextValidatorsHash. */
            nextValidatorsHash: Uint8Array;

            /** Header consensusHash. */
            consensusHash: Uint8Array;

            /** Header appHash. */
            appHash: Uint8Array;

            /** Header lastResultsHash. */
            lastResultsHash: Uint8Array;

            /** Header evidenceHash. */
            evidenceHash: Uint8Array;

            /** Header proposerAddress. */
            proposerAddress: Uint8Array;

            /**
             * Encodes the specified Header message. Does not implicitly {@link tendermint.types.Header.verify|verify} messages.
             * @param message Header message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: tendermint.types.Header.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Header message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {tendermint.types.Header & tendermint.types.Header.$Shape} Header
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tendermint.types.Header & tendermint.types.Header.$Shape;
        }

        namespace Header {

            /** Properties of a Header. */
            interface $Properties {

                /** Header version */
                version?: (tendermint.version.Consensus.$Properties|null);

                /** Header chainId */
                chainId?: (string|null);

                /** Header height */
                height?: (Long|null);

                /** Header time */
                time?: (google.protobuf.Timestamp.$Properties|null);

                /** Header lastBlockId */
                lastBlockId?: (tendermint.types.BlockID.$Properties|null);

                /** Header lastCommitHash */
                lastCommitHash?: (Uint8Array|null);

                /** Header dataHash */
                dataHash?: (Uint8Array|null);

                /** Header validatorsHash */
                validatorsHash?: (Uint8Array|null);

                /** Header nextValidatorsHash */
                nextValidatorsHash?: (Uint8Array|null);

                /** Header consensusHash */
                consensusHash?: (Uint8Array|null);

                /** Header appHash */
                appHash?: (Uint8Array|null);

                /** Header lastResultsHash */
                lastResultsHash?: (Uint8Array|null);

                /** Header evidenceHash */
                evidenceHash?: (Uint8Array|null);

                /** Header proposerAddress */
                proposerAddress?: (Uint8Array|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Header. */
            type $Shape = tendermint.types.Header.$Properties;
        }

        /**
         * Properties of a Data.
         * @deprecated Use tendermint.types.Data.$Properties instead.
         */
        interface IData extends tendermint.types.Data.$Properties {
        }

        /** Represents a Data. */
        class Data {

            /**
             * Constructs a new Data.
             * @param [properties] Properties to set
             */
            constructor(properties?: tendermint.types.Data.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Data txs. */
            txs: Uint8Array[];

            /**
             * Encodes the specified Data message. Does not implicitly {@link tendermint.types.Data.verify|verify} messages.
             * @param message Data message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: tendermint.types.Data.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Data message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {tendermint.types.Data & tendermint.types.Data.$Shape} Data
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tendermint.types.Data & tendermint.types.Data.$Shape;
        }

        namespace Data {

            /** Properties of a Data. */
            interface $Properties {

                /** Data txs */
                txs?: (Uint8Array[]|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Data. */
            type $Shape = tendermint.types.Data.$Properties;
        }

        /**
         * Properties of a Vote.
         * @deprecated Use tendermint.types.Vote.$Properties instead.
         */
        interface IVote extends tendermint.types.Vote.$Properties {
        }

        /** Represents a Vote. */
        class Vote {

            /**
             * Constructs a new Vote.
             * @param [properties] Properties to set
             */
            constructor(properties?: tendermint.types.Vote.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Vote type. */
            type: tendermint.types.SignedMsgType;

            /** Vote height. */
            height: Long;

            /** Vote round. */
            round: number;

            /** Vote blockId. */
            blockId?: (tendermint.types.BlockID.$Properties|null);

            /** Vote timestamp. */
            timestamp?: (google.protobuf.Timestamp.$Properties|null);

            /** Vote validatorAddress. */
            validatorAddress: Uint8Array;

            /** Vote validatorIndex. */
            validatorIndex: number;

            /** Vote signature. */
            signature: Uint8Array;

            /** Vote extension. */
            extension: Uint8Array;

            /** Vote extensionSignature. */
            extensionSignature: Uint8Array;

            /**
             * Encodes the specified Vote message. Does not implicitly {@link tendermint.types.Vote.verify|verify} messages.
             * @param message Vote message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: tendermint.types.Vote.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Vote message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {tendermint.types.Vote & tendermint.types.Vote.$Shape} Vote
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tendermint.types.Vote & tendermint.types.Vote.$Shape;
        }

        namespace Vote {

            /** Properties of a Vote. */
            interface $Properties {

                /** Vote type */
                type?: (tendermint.types.SignedMsgType|null);

                /** Vote height */
                height?: (Long|null);

                /** Vote round */
                round?: (number|null);

                /** Vote blockId */
                blockId?: (tendermint.types.BlockID.$Properties|null);

                /** Vote timestamp */
                timestamp?: (google.protobuf.Timestamp.$Properties|null);

                /** Vote validatorAddress */
                validatorAddress?: (Uint8Array|null);

                /** Vote validatorIndex */
                validatorIndex?: (number|null);

                /** Vote signature */
                signature?: (Uint8Array|null);

                /** Vote extension */
                extension?: (Uint8Array|null);

                /** Vote extensionSignature */
                extensionSignature?: (Uint8Array|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Vote. */
            type $Shape = tendermint.types.Vote.$Properties;
        }

        /**
         * Properties of a Commit.
         * @deprecated Use tendermint.types.Commit.$Properties instead.
         */
        interface ICommit extends tendermint.types.Commit.$Properties {
        }

        /** Represents a Commit. */
        class Commit {

            /**
             * Constructs a new Commit.
             * @param [properties] Properties to set
             */
            constructor(properties?: tendermint.types.Commit.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Commit height. */
            height: Long;

            /** Commit round. */
            round: number;

            /** Commit blockId. */
            blockId?: (tendermint.types.BlockID.$Properties|null);

            /** Commit signatures. */
            signatures: tendermint.types.CommitSig.$Properties[];

            /**
             * Encodes the specified Commit message. Does not implicitly {@link tendermint.types.Commit.verify|verify} messages.
             * @param message Commit message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: tendermint.types.Commit.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Commit message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {tendermint.types.Commit & tendermint.types.Commit.$Shape} Commit
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tendermint.types.Commit & tendermint.types.Commit.$Shape;
        }

        namespace Commit {

            /** Properties of a Commit. */
            interface $Properties {

                /** Commit height */
                height?: (Long|null);

                /** Commit round */
                round?: (number|null);

                /** Commit blockId */
                blockId?: (tendermint.types.BlockID.$Properties|null);

                /** Commit signatures */
                signatures?: (tendermint.types.CommitSig.$Properties[]|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Commit. */
            type $Shape = tendermint.types.Commit.$Properties;
        }

        /**
         * Properties of a CommitSig.
         * @deprecated Use tendermint.types.CommitSig.$Properties instead.
         */
        interface ICommitSig extends tendermint.types.CommitSig.$Properties {
        }

        /** Represents a CommitSig. */
        class CommitSig {

            /**
             * Constructs a new CommitSig.
             * @param [properties] Properties to set
             */
            constructor(properties?: tendermint.types.CommitSig.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** CommitSig blockIdFlag. */
            blockIdFlag: tendermint.types.BlockIDFlag;

            /** CommitSig validatorAddress. */
            validatorAddress: Uint8Array;

            /** CommitSig timestamp. */
            timestamp?: (google.protobuf.Timestamp.$Properties|null);

            /** CommitSig signature. */
            signature: Uint8Array;

            /**
             * Encodes the specified CommitSig message. Does not implicitly {@link tendermint.types.CommitSig.verify|verify} messages.
             * @param message CommitSig message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: tendermint.types.CommitSig.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a CommitSig message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {tendermint.types.CommitSig & tendermint.types.CommitSig.$Shape} CommitSig
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tendermint.types.CommitSig & tendermint.types.CommitSig.$Shape;
        }

        namespace CommitSig {

            /** Properties of a CommitSig. */
            interface $Properties {

                /** CommitSig blockIdFlag */
                blockIdFlag?: (tendermint.types.BlockIDFlag|null);

                /** CommitSig validatorAddress */
                validatorAddress?: (Uint8Array|null);

                /** CommitSig timestamp */
                timestamp?: (google.protobuf.Timestamp.$Properties|null);

                /** CommitSig signature */
                signature?: (Uint8Array|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a CommitSig. */
            type $Shape = tendermint.types.CommitSig.$Properties;
        }

        /**
         * Properties of an ExtendedCommit.
         * @deprecated Use tendermint.types.ExtendedCommit.$Properties instead.
         */
        interface IExtendedCommit extends tendermint.types.ExtendedCommit.$Properties {
        }

        /** Represents an ExtendedCommit. */
        class ExtendedCommit {

            /**
             * Constructs a new ExtendedCommit.
             * @param [properties] Properties to set
             */
            constructor(properties?: tendermint.types.ExtendedCommit.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** ExtendedCommit height. */
            height: Long;

            /** ExtendedCommit round. */
            round: number;

            /** ExtendedCommit blockId. */
            blockId?: (tendermint.types.BlockID.$Properties|null);

            /** ExtendedCommit extendedSignatures. */
            extendedSignatures: tendermint.types.ExtendedCommitSig.$Properties[];

            /**
             * Encodes the specified ExtendedCommit message. Does not implicitly {@link tendermint.types.ExtendedCommit.verify|verify} messages.
             * @param message ExtendedCommit message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: tendermint.types.ExtendedCommit.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an ExtendedCommit message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {tendermint.types.ExtendedCommit & tendermint.types.ExtendedCommit.$Shape} ExtendedCommit
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tendermint.types.ExtendedCommit & tendermint.types.ExtendedCommit.$Shape;
        }

        namespace ExtendedCommit {

            /** Properties of an ExtendedCommit. */
            interface $Properties {

                /** ExtendedCommit height */
                height?: (Long|null);

                /** ExtendedCommit round */
                round?: (number|null);

                /** ExtendedCommit blockId */
                blockId?: (tendermint.types.BlockID.$Properties|null);

                /** ExtendedCommit extendedSignatures */
                extendedSignatures?: (tendermint.types.ExtendedCommitSig.$Properties[]|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an ExtendedCommit. */
            type $Shape = tendermint.types.ExtendedCommit.$Properties;
        }

        /**
         * Properties of an ExtendedCommitSig.
         * @deprecated Use tendermint.types.ExtendedCommitSig.$Properties instead.
         */
        interface IExtendedCommitSig extends tendermint.types.ExtendedCommitSig.$Properties {
        }

        /** Represents an ExtendedCommitSig. */
        class ExtendedCommitSig {

            /**
             * Constructs a new ExtendedCommitSig.
             * @param [properties] Properties to set
             */
            constructor(properties?: tendermint.types.ExtendedCommitSig.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** ExtendedCommitSig blockIdFlag. */
            blockIdFlag: tendermint.types.BlockIDFlag;

            /** ExtendedCommitSig validatorAddress. */
            validatorAddress: Uint8Array;

            /** ExtendedCommitSig timestamp. */
            timestamp?: (google.protobuf.Timestamp.$Properties|null);

            /** ExtendedCommitSig signature. */
            signature: Uint8Array;

            /** ExtendedCommitSig extension. */
            extension: Uint8Array;

            /** ExtendedCommitSig extensionSignature. */
            extensionSignature: Uint8Array;

            /**
             * Encodes the specified ExtendedCommitSig message. Does not implicitly {@link tendermint.types.ExtendedCommitSig.verify|verify} messages.
             * @param message ExtendedCommitSig message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: tendermint.types.ExtendedCommitSig.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an ExtendedCommitSig message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {tendermint.types.ExtendedCommitSig & tendermint.types.ExtendedCommitSig.$Shape} ExtendedCommitSig
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tendermint.types.ExtendedCommitSig & tendermint.types.ExtendedCommitSig.$Shape;
        }

        namespace ExtendedCommitSig {

            /** Properties of an ExtendedCommitSig. */
            interface $Properties {

                /** ExtendedCommitSig blockIdFlag */
                blockIdFlag?: (tendermint.types.BlockIDFlag|null);

                /** ExtendedCommitSig validatorAddress */
                validatorAddress?: (Uint8Array|null);

                /** ExtendedCommitSig timestamp */
                timestamp?: (google.protobuf.Timestamp.$Properties|null);

                /** ExtendedCommitSig signature */
                signature?: (Uint8Array|null);

                /** ExtendedCommitSig extension */
                extension?: (Uint8Array|null);

                /** ExtendedCommitSig extensionSignature */
                extensionSignature?: (Uint8Array|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an ExtendedCommitSig. */
            type $Shape = tendermint.types.ExtendedCommitSig.$Properties;
        }

        /**
         * Properties of a Proposal.
         * @deprecated Use tendermint.types.Proposal.$Properties instead.
         */
        interface IProposal extends tendermint.types.Proposal.$Properties {
        }

        /** Represents a Proposal. */
        class Proposal {

            /**
             * Constructs a new Proposal.
             * @param [properties] Properties to set
             */
            constructor(properties?: tendermint.types.Proposal.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Proposal type. */
            type: tendermint.types.SignedMsgType;

            /** Proposal height. */
            height: Long;

            /** Proposal round. */
            round: number;

            /** Proposal polRound. */
            polRound: number;

            /** Proposal blockId. */
            blockId?: (tendermint.types.BlockID.$Properties|null);

            /** Proposal timestamp. */
            timestamp?: (google.protobuf.Timestamp.$Properties|null);

            /** Proposal signature. */
            signature: Uint8Array;

            /**
             * Encodes the specified Proposal message. Does not implicitly {@link tendermint.types.Proposal.verify|verify} messages.
             * @param message Proposal message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: tendermint.types.Proposal.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Proposal message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {tendermint.types.Proposal & tendermint.types.Proposal.$Shape} Proposal
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tendermint.types.Proposal & tendermint.types.Proposal.$Shape;
        }

        namespace Proposal {

            /** Properties of a Proposal. */
            interface $Properties {

                /** Proposal type */
                type?: (tendermint.types.SignedMsgType|null);

                /** Proposal height */
                height?: (Long|null);

                /** Proposal round */
                round?: (number|null);

                /** Proposal polRound */
                polRound?: (number|null);

                /** Proposal blockId */
                blockId?: (tendermint.types.BlockID.$Properties|null);

                /** Proposal timestamp */
                timestamp?: (google.protobuf.Timestamp.$Properties|null);

                /** Proposal signature */
                signature?: (Uint8Array|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Proposal. */
            type $Shape = tendermint.types.Proposal.$Properties;
        }

        /**
         * Properties of a SignedHeader.
         * @deprecated Use tendermint.types.SignedHeader.$Properties instead.
         */
        interface ISignedHeader extends tendermint.types.SignedHeader.$Properties {
        }

        /** Represents a SignedHeader. */
        class SignedHeader {

            /**
             * Constructs a new SignedHeader.
             * @param [properties] Properties to set
             */
            constructor(properties?: tendermint.types.SignedHeader.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** SignedHeader header. */
            header?: (tendermint.types.Header.$Properties|null);

            /** SignedHeader commit. */
            commit?: (tendermint.types.Commit.$Properties|null);

            /**
             * Encodes the specified SignedHeader message. Does not implicitly {@link tendermint.types.SignedHeader.verify|verify} messages.
             * @param message SignedHeader message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: tendermint.types.SignedHeader.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a SignedHeader message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {tendermint.types.SignedHeader & tendermint.types.SignedHeader.$Shape} SignedHeader
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tendermint.types.SignedHeader & tendermint.types.SignedHeader.$Shape;
        }

        namespace SignedHeader {

            /** Properties of a SignedHeader. */
            interface $Properties {

                /** SignedHeader header */
                header?: (tendermint.types.Header.$Properties|null);

                /** SignedHeader commit */
                commit?: (tendermint.types.Commit.$Properties|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a SignedHeader. */
            type $Shape = tendermint.types.SignedHeader.$Properties;
        }

        /**
         * Properties of a LightBlock.
         * @deprecated Use tendermint.types.LightBlock.$Properties instead.
         */
        interface ILightBlock extends tendermint.types.LightBlock.$Properties {
        }

        /** Represents a LightBlock. */
        class LightBlock {

            /**
             * Constructs a new LightBlock.
             * @param [properties] Properties to set
             */
            constructor(properties?: tendermint.types.LightBlock.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** LightBlock signedHeader. */
            signedHeader?: (tendermint.types.SignedHeader.$Properties|null);

            /** LightBlock validatorSet. */
            validatorSet?: (tendermint.types.ValidatorSet.$Properties|null);

            /**
             * Encodes the specified LightBlock message. Does not implicitly {@link tendermint.types.LightBlock.verify|verify} messages.
             * @param message LightBlock message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: tendermint.types.LightBlock.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a LightBlock message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {tendermint.types.LightBlock & tendermint.types.LightBlock.$Shape} LightBlock
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tendermint.types.LightBlock & tendermint.types.LightBlock.$Shape;
        }

        namespace LightBlock {

            /** Properties of a LightBlock. */
            interface $Properties {

                /** LightBlock signedHeader */
                signedHeader?: (tendermint.types.SignedHeader.$Properties|null);

                /** LightBlock validatorSet */
                validatorSet?: (tendermint.types.ValidatorSet.$Properties|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a LightBlock. */
            type $Shape = {
              signedHeader?: tendermint.types.SignedHeader.$Shape|null;
              validatorSet?: tendermint.types.ValidatorSet.$Shape|null;
              $unknowns?: Uint8Array[];
            };
        }

        /**
         * Properties of a BlockMeta.
         * @deprecated Use tendermint.types.BlockMeta.$Properties instead.
         */
        interface IBlockMeta extends tendermint.types.BlockMeta.$Properties {
        }

        /** Represents a BlockMeta. */
        class BlockMeta {

            /**
             * Constructs a new BlockMeta.
             * @param [properties] Properties to set
             */
            constructor(properties?: tendermint.types.BlockMeta.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** BlockMeta blockId. */
            blockId?: (tendermint.types.BlockID.$Properties|null);

            /** BlockMeta blockSize. */
            blockSize: Long;

            /** BlockMeta header. */
            header?: (tendermint.types.Header.$Properties|null);

            /** BlockMeta numTxs. */
            numTxs: Long;

            /**
             * Encodes the specified BlockMeta message. Does not implicitly {@link tendermint.types.BlockMeta.verify|verify} messages.
             * @param message BlockMeta message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: tendermint.types.BlockMeta.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a BlockMeta message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {tendermint.types.BlockMeta & tendermint.types.BlockMeta.$Shape} BlockMeta
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tendermint.types.BlockMeta & tendermint.types.BlockMeta.$Shape;
        }

        namespace BlockMeta {

            /** Properties of a BlockMeta. */
            interface $Properties {

                /** BlockMeta blockId */
                blockId?: (tendermint.types.BlockID.$Properties|null);

                /** BlockMeta blockSize */
                blockSize?: (Long|null);

                /** BlockMeta header */
                header?: (tendermint.types.Header.$Properties|null);

                /** BlockMeta numTxs */
                numTxs?: (Long|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a BlockMeta. */
            type $Shape = tendermint.types.BlockMeta.$Properties;
        }

        /**
         * Properties of a TxProof.
         * @deprecated Use tendermint.types.TxProof.$Properties instead.
         */
        interface ITxProof extends tendermint.types.TxProof.$Properties {
        }

        /** Represents a TxProof. */
        class TxProof {

            /**
             * Constructs a new TxProof.
             * @param [properties] Properties to set
             */
            constructor(properties?: tendermint.types.TxProof.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** TxProof rootHash. */
            rootHash: Uint8Array;

            /** TxProof data. */
            data: Uint8Array;

            /** TxProof proof. */
            proof?: (tendermint.crypto.Proof.$Properties|null);

            /**
             * Encodes the specified TxProof message. Does not implicitly {@link tendermint.types.TxProof.verify|verify} messages.
             * @param message TxProof message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: tendermint.types.TxProof.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a TxProof message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {tendermint.types.TxProof & tendermint.types.TxProof.$Shape} TxProof
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tendermint.types.TxProof & tendermint.types.TxProof.$Shape;
        }

        namespace TxProof {

            /** Properties of a TxProof. */
            interface $Properties {

                /** TxProof rootHash */
                rootHash?: (Uint8Array|null);

                /** TxProof data */
                data?: (Uint8Array|null);

                /** TxProof proof */
                proof?: (tendermint.crypto.Proof.$Properties|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a TxProof. */
            type $Shape = tendermint.types.TxProof.$Properties;
        }

        /** BlockIDFlag enum. */
        enum BlockIDFlag {

            /** BLOCK_ID_FLAG_UNKNOWN value */
            BLOCK_ID_FLAG_UNKNOWN = 0,

            /** BLOCK_ID_FLAG_ABSENT value */
            BLOCK_ID_FLAG_ABSENT = 1,

            /** BLOCK_ID_FLAG_COMMIT value */
            BLOCK_ID_FLAG_COMMIT = 2,

            /** BLOCK_ID_FLAG_NIL value */
            BLOCK_ID_FLAG_NIL = 3
        }

        /**
         * Properties of a ValidatorSet.
         * @deprecated Use tendermint.types.ValidatorSet.$Properties instead.
         */
        interface IValidatorSet extends tendermint.types.ValidatorSet.$Properties {
        }

        /** Represents a ValidatorSet. */
        class ValidatorSet {

            /**
             * Constructs a new ValidatorSet.
             * @param [properties] Properties to set
             */
            constructor(properties?: tendermint.types.ValidatorSet.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** ValidatorSet validators. */
            validators: tendermint.types.Validator.$Properties[];

            /** ValidatorSet proposer. */
            proposer?: (tendermint.types.Validator.$Properties|null);

            /** ValidatorSet totalVotingPower. */
            totalVotingPower: Long;

            /**
             * Encodes the specified ValidatorSet message. Does not implicitly {@link tendermint.types.ValidatorSet.verify|verify} messages.
             * @param message ValidatorSet message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: tendermint.types.ValidatorSet.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a ValidatorSet message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {tendermint.types.ValidatorSet & tendermint.types.ValidatorSet.$Shape} ValidatorSet
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tendermint.types.ValidatorSet & tendermint.types.ValidatorSet.$Shape;
        }

        namespace ValidatorSet {

            /** Properties of a ValidatorSet. */
            interface $Properties {

                /** ValidatorSet validators */
                validators?: (tendermint.types.Validator.$Properties[]|null);

                /** ValidatorSet proposer */
                proposer?: (tendermint.types.Validator.$Properties|null);

                /** ValidatorSet totalVotingPower */
                totalVotingPower?: (Long|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a ValidatorSet. */
            type $Shape = {
              validators?: tendermint.types.Validator.$Shape[]|null;
              proposer?: tendermint.types.Validator.$Shape|null;
              totalVotingPower?: Long|null;
              $unknowns?: Uint8Array[];
            };
        }

        /**
         * Properties of a Validator.
         * @deprecated Use tendermint.types.Validator.$Properties instead.
         */
        interface IValidator extends tendermint.types.Validator.$Properties {
        }

        /** Represents a Validator. */
        class Validator {

            /**
             * Constructs a new Validator.
             * @param [properties] Properties to set
             */
            constructor(properties?: tendermint.types.Validator.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Validator address. */
            address: Uint8Array;

            /** Validator pubKey. */
            pubKey?: (tendermint.crypto.PublicKey.$Properties|null);

            /** Validator votingPower. */
            votingPower: Long;

            /** Validator proposerPriority. */
            proposerPriority: Long;

            /**
             * Encodes the specified Validator message. Does not implicitly {@link tendermint.types.Validator.verify|verify} messages.
             * @param message Validator message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: tendermint.types.Validator.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Validator message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {tendermint.types.Validator & tendermint.types.Validator.$Shape} Validator
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tendermint.types.Validator & tendermint.types.Validator.$Shape;
        }

        namespace Validator {

            /** Properties of a Validator. */
            interface $Properties {

                /** Validator address */
                address?: (Uint8Array|null);

                /** Validator pubKey */
                pubKey?: (tendermint.crypto.PublicKey.$Properties|null);

                /** Validator votingPower */
                votingPower?: (Long|null);

                /** Validator proposerPriority */
                proposerPriority?: (Long|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Validator. */
            type $Shape = {
              address?: Uint8Array|null;
              pubKey?: tendermint.crypto.PublicKey.$Shape|null;
              votingPower?: Long|null;
              proposerPriority?: Long|null;
              $unknowns?: Uint8Array[];
            };
        }

        /**
         * Properties of a SimpleValidator.
         * @deprecated Use tendermint.types.SimpleValidator.$Properties instead.
         */
        interface ISimpleValidator extends tendermint.types.SimpleValidator.$Properties {
        }

        /** Represents a SimpleValidator. */
        class SimpleValidator {

            /**
             * Constructs a new SimpleValidator.
             * @param [properties] Properties to set
             */
            constructor(properties?: tendermint.types.SimpleValidator.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** SimpleValidator pubKey. */
            pubKey?: (tendermint.crypto.PublicKey.$Properties|null);

            /** SimpleValidator votingPower. */
            votingPower: Long;

            /**
             * Encodes the specified SimpleValidator message. Does not implicitly {@link tendermint.types.SimpleValidator.verify|verify} messages.
             * @param message SimpleValidator message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: tendermint.types.SimpleValidator.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a SimpleValidator message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {tendermint.types.SimpleValidator & tendermint.types.SimpleValidator.$Shape} SimpleValidator
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tendermint.types.SimpleValidator & tendermint.types.SimpleValidator.$Shape;
        }

        namespace SimpleValidator {

            /** Properties of a SimpleValidator. */
            interface $Properties {

                /** SimpleValidator pubKey */
                pubKey?: (tendermint.crypto.PublicKey.$Properties|null);

                /** SimpleValidator votingPower */
                votingPower?: (Long|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a SimpleValidator. */
            type $Shape = {
              pubKey?: tendermint.crypto.PublicKey.$Shape|null;
              votingPower?: Long|null;
              $unknowns?: Uint8Array[];
            };
        }

        /**
         * Properties of a ConsensusParams.
         * @deprecated Use tendermint.types.ConsensusParams.$Properties instead.
         */
        interface IConsensusParams extends tendermint.types.ConsensusParams.$Properties {
        }

        /** Represents a ConsensusParams. */
        class ConsensusParams {

            /**
             * Constructs a new ConsensusParams.
             * @param [properties] Properties to set
             */
            constructor(properties?: tendermint.types.ConsensusParams.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** ConsensusParams block. */
            block?: (tendermint.types.BlockParams.$Properties|null);

            /** ConsensusParams evidence. */
            evidence?: (tendermint.types.EvidenceParams.$Properties|null);

            /** ConsensusParams validator. */
            validator?: (tendermint.types.ValidatorParams.$Properties|null);

            /** ConsensusParams version. */
            version?: (tendermint.types.VersionParams.$Properties|null);

            /** ConsensusParams abci. */
            abci?: (tendermint.types.ABCIParams.$Properties|null);

            /**
             * Encodes the specified ConsensusParams message. Does not implicitly {@link tendermint.types.ConsensusParams.verify|verify} messages.
             * @param message ConsensusParams message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: tendermint.types.ConsensusParams.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a ConsensusParams message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {tendermint.types.ConsensusParams & tendermint.types.ConsensusParams.$Shape} ConsensusParams
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tendermint.types.ConsensusParams & tendermint.types.ConsensusParams.$Shape;
        }

        namespace ConsensusParams {

            /** Properties of a ConsensusParams. */
            interface $Properties {

                /** ConsensusParams block */
                block?: (tendermint.types.BlockParams.$Properties|null);

                /** ConsensusParams evidence */
                evidence?: (tendermint.types.EvidenceParams.$Properties|null);

                /** ConsensusParams validator */
                validator?: (tendermint.types.ValidatorParams.$Properties|null);

                /** ConsensusParams version */
                version?: (tendermint.types.VersionParams.$Properties|null);

                /** ConsensusParams abci */
                abci?: (tendermint.types.ABCIParams.$Properties|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a ConsensusParams. */
            type $Shape = tendermint.types.ConsensusParams.$Properties;
        }

        /**
         * Properties of a BlockParams.
         * @deprecated Use tendermint.types.BlockParams.$Properties instead.
         */
        interface IBlockParams extends tendermint.types.BlockParams.$Properties {
        }

        /** Represents a BlockParams. */
        class BlockParams {

            /**
             * Constructs a new BlockParams.
             * @param [properties] Properties to set
             */
            constructor(properties?: tendermint.types.BlockParams.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** BlockParams maxBytes. */
            maxBytes: Long;

            /** BlockParams maxGas. */
            maxGas: Long;

            /**
             * Encodes the specified BlockParams message. Does not implicitly {@link tendermint.types.BlockParams.verify|verify} messages.
             * @param message BlockParams message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: tendermint.types.BlockParams.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a BlockParams message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {tendermint.types.BlockParams & tendermint.types.BlockParams.$Shape} BlockParams
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tendermint.types.BlockParams & tendermint.types.BlockParams.$Shape;
        }

        namespace BlockParams {

            /** Properties of a BlockParams. */
            interface $Properties {

                /** BlockParams maxBytes */
                maxBytes?: (Long|null);

                /** BlockParams maxGas */
                maxGas?: (Long|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a BlockParams. */
            type $Shape = tendermint.types.BlockParams.$Properties;
        }

        /**
         * Properties of an EvidenceParams.
         * @deprecated Use tendermint.types.EvidenceParams.$Properties instead.
         */
        interface IEvidenceParams extends tendermint.types.EvidenceParams.$Properties {
        }

        /** Represents an EvidenceParams. */
        class EvidenceParams {

            /**
             * Constructs a new EvidenceParams.
             * @param [properties] Properties to set
             */
            constructor(properties?: tendermint.types.EvidenceParams.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** EvidenceParams maxAgeNumBlocks. */
            maxAgeNumBlocks: Long;

            /** EvidenceParams maxAgeDuration. */
            maxAgeDuration?: (google.protobuf.Duration.$Properties|null);

            /** EvidenceParams maxBytes. */
            maxBytes: Long;

            /**
             * Encodes the specified EvidenceParams message. Does not implicitly {@link tendermint.types.EvidenceParams.verify|verify} messages.
             * @param message EvidenceParams message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: tendermint.types.EvidenceParams.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an EvidenceParams message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {tendermint.types.EvidenceParams & tendermint.types.EvidenceParams.$Shape} EvidenceParams
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tendermint.types.EvidenceParams & tendermint.types.EvidenceParams.$Shape;
        }

        namespace EvidenceParams {

            /** Properties of an EvidenceParams. */
            interface $Properties {

                /** EvidenceParams maxAgeNumBlocks */
                maxAgeNumBlocks?: (Long|null);

                /** EvidenceParams maxAgeDuration */
                maxAgeDuration?: (google.protobuf.Duration.$Properties|null);

                /** EvidenceParams maxBytes */
                maxBytes?: (Long|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an EvidenceParams. */
            type $Shape = tendermint.types.EvidenceParams.$Properties;
        }

        /**
         * Properties of a ValidatorParams.
         * @deprecated Use tendermint.types.ValidatorParams.$Properties instead.
         */
        interface IValidatorParams extends tendermint.types.ValidatorParams.$Properties {
        }

        /** Represents a ValidatorParams. */
        class ValidatorParams {

            /**
             * Constructs a new ValidatorParams.
             * @param [properties] Properties to set
             */
            constructor(properties?: tendermint.types.ValidatorParams.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** ValidatorParams pubKeyTypes. */
            pubKeyTypes: string[];

            /**
             * Encodes the specified ValidatorParams message. Does not implicitly {@link tendermint.types.ValidatorParams.verify|verify} messages.
             * @param message ValidatorParams message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: tendermint.types.ValidatorParams.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a ValidatorParams message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {tendermint.types.ValidatorParams & tendermint.types.ValidatorParams.$Shape} ValidatorParams
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tendermint.types.ValidatorParams & tendermint.types.ValidatorParams.$Shape;
        }

        namespace ValidatorParams {

            /** Properties of a ValidatorParams. */
            interface $Properties {

                /** ValidatorParams pubKeyTypes */
                pubKeyTypes?: (string[]|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a ValidatorParams. */
            type $Shape = tendermint.types.ValidatorParams.$Properties;
        }

        /**
         * Properties of a VersionParams.
         * @deprecated Use tendermint.types.VersionParams.$Properties instead.
         */
        interface IVersionParams extends tendermint.types.VersionParams.$Properties {
        }

        /** Represents a VersionParams. */
        class VersionParams {

            /**
             * Constructs a new VersionParams.
             * @param [properties] Properties to set
             */
            constructor(properties?: tendermint.types.VersionParams.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** VersionParams app. */
            app: Long;

            /**
             * Encodes the specified VersionParams message. Does not implicitly {@link tendermint.types.VersionParams.verify|verify} messages.
             * @param message VersionParams message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: tendermint.types.VersionParams.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a VersionParams message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {tendermint.types.VersionParams & tendermint.types.VersionParams.$Shape} VersionParams
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tendermint.types.VersionParams & tendermint.types.VersionParams.$Shape;
        }

        namespace VersionParams {

            /** Properties of a VersionParams. */
            interface $Properties {

                /** VersionParams app */
                app?: (Long|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a VersionParams. */
            type $Shape = tendermint.types.VersionParams.$Properties;
        }

        /**
         * Properties of a HashedParams.
         * @deprecated Use tendermint.types.HashedParams.$Properties instead.
         */
        interface IHashedParams extends tendermint.types.HashedParams.$Properties {
        }

        /** Represents a HashedParams. */
        class HashedParams {

            /**
             * Constructs a new HashedParams.
             * @param [properties] Properties to set
             */
            constructor(properties?: tendermint.types.HashedParams.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** HashedParams blockMaxBytes. */
            blockMaxBytes: Long;

            /** HashedParams blockMaxGas. */
            blockMaxGas: Long;

            /**
             * Encodes the specified HashedParams message. Does not implicitly {@link tendermint.types.HashedParams.verify|verify} messages.
             * @param message HashedParams message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: tendermint.types.HashedParams.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a HashedParams message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {tendermint.types.HashedParams & tendermint.types.HashedParams.$Shape} HashedParams
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tendermint.types.HashedParams & tendermint.types.HashedParams.$Shape;
        }

        namespace HashedParams {

            /** Properties of a HashedParams. */
            interface $Properties {

                /** HashedParams blockMaxBytes */
                blockMaxBytes?: (Long|null);

                /** HashedParams blockMaxGas */
                blockMaxGas?: (Long|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a HashedParams. */
            type $Shape = tendermint.types.HashedParams.$Properties;
        }

        /**
         * Properties of a ABCIParams.
         * @deprecated Use tendermint.types.ABCIParams.$Properties instead.
         */
        interface IABCIParams extends tendermint.types.ABCIParams.$Properties {
        }

        /** Represents a ABCIParams. */
        class ABCIParams {

            /**
             * Constructs a new ABCIParams.
             * @param [properties] Properties to set
             */
            constructor(properties?: tendermint.types.ABCIParams.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** ABCIParams voteExtensionsEnableHeight. */
            voteExtensionsEnableHeight: Long;

            /**
             * Encodes the specified ABCIParams message. Does not implicitly {@link tendermint.types.ABCIParams.verify|verify} messages.
             * @param message ABCIParams message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: tendermint.types.ABCIParams.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a ABCIParams message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {tendermint.types.ABCIParams & tendermint.types.ABCIParams.$Shape} ABCIParams
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tendermint.types.ABCIParams & tendermint.types.ABCIParams.$Shape;
        }

        namespace ABCIParams {

            /** Properties of a ABCIParams. */
            interface $Properties {

                /** ABCIParams voteExtensionsEnableHeight */
                voteExtensionsEnableHeight?: (Long|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a ABCIParams. */
            type $Shape = tendermint.types.ABCIParams.$Properties;
        }

        /**
         * Properties of a Block.
         * @deprecated Use tendermint.types.Block.$Properties instead.
         */
        interface IBlock extends tendermint.types.Block.$Properties {
        }

        /** Represents a Block. */
        class Block {

            /**
             * Constructs a new Block.
             * @param [properties] Properties to set
             */
            constructor(properties?: tendermint.types.Block.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Block header. */
            header?: (tendermint.types.Header.$Properties|null);

            /** Block data. */
            data?: (tendermint.types.Data.$Properties|null);

            /** Block evidence. */
            evidence?: (tendermint.types.EvidenceList.$Properties|null);

            /** Block lastCommit. */
            lastCommit?: (tendermint.types.Commit.$Properties|null);

            /**
             * Encodes the specified Block message. Does not implicitly {@link tendermint.types.Block.verify|verify} messages.
             * @param message Block message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: tendermint.types.Block.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Block message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {tendermint.types.Block & tendermint.types.Block.$Shape} Block
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tendermint.types.Block & tendermint.types.Block.$Shape;
        }

        namespace Block {

            /** Properties of a Block. */
            interface $Properties {

                /** Block header */
                header?: (tendermint.types.Header.$Properties|null);

                /** Block data */
                data?: (tendermint.types.Data.$Properties|null);

                /** Block evidence */
                evidence?: (tendermint.types.EvidenceList.$Properties|null);

                /** Block lastCommit */
                lastCommit?: (tendermint.types.Commit.$Properties|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Block. */
            type $Shape = {
              header?: tendermint.types.Header.$Shape|null;
              data?: tendermint.types.Data.$Shape|null;
              evidence?: tendermint.types.EvidenceList.$Shape|null;
              lastCommit?: tendermint.types.Commit.$Shape|null;
              $unknowns?: Uint8Array[];
            };
        }

        /**
         * Properties of an Evidence.
         * @deprecated Use tendermint.types.Evidence.$Properties instead.
         */
        interface IEvidence extends tendermint.types.Evidence.$Properties {
        }

        /** Represents an Evidence. */
        class Evidence {

            /**
             * Constructs a new Evidence.
             * @param [properties] Properties to set
             */
            constructor(properties?: tendermint.types.Evidence.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Evidence duplicateVoteEvidence. */
            duplicateVoteEvidence?: (tendermint.types.DuplicateVoteEvidence.$Properties|null);

            /** Evidence lightClientAttackEvidence. */
            lightClientAttackEvidence?: (tendermint.types.LightClientAttackEvidence.$Properties|null);

            /** Evidence sum. */
            sum?: ("duplicateVoteEvidence"|"lightClientAttackEvidence");

            /**
             * Encodes the specified Evidence message. Does not implicitly {@link tendermint.types.Evidence.verify|verify} messages.
             * @param message Evidence message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: tendermint.types.Evidence.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an Evidence message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {tendermint.types.Evidence & tendermint.types.Evidence.$Shape} Evidence
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tendermint.types.Evidence & tendermint.types.Evidence.$Shape;
        }

        namespace Evidence {

            /** Properties of an Evidence. */
            interface $Properties {

                /** Evidence duplicateVoteEvidence */
                duplicateVoteEvidence?: (tendermint.types.DuplicateVoteEvidence.$Properties|null);

                /** Evidence lightClientAttackEvidence */
                lightClientAttackEvidence?: (tendermint.types.LightClientAttackEvidence.$Properties|null);

                /** Evidence sum */
                sum?: ("duplicateVoteEvidence"|"lightClientAttackEvidence");

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Narrowed shape of an Evidence. */
            type $Shape = {
              duplicateVoteEvidence?: tendermint.types.DuplicateVoteEvidence.$Shape|null;
              lightClientAttackEvidence?: tendermint.types.LightClientAttackEvidence.$Shape|null;
              $unknowns?: Uint8Array[];
            } & (
              ({ sum?: undefined; duplicateVoteEvidence?: null; lightClientAttackEvidence?: null }|{ sum?: "duplicateVoteEvidence"; duplicateVoteEvidence: tendermint.types.DuplicateVoteEvidence.$Shape; lightClientAttackEvidence?: null }|{ sum?: "lightClientAttackEvidence"; duplicateVoteEvidence?: null; lightClientAttackEvidence: tendermint.types.LightClientAttackEvidence.$Shape })
            );
        }

        /**
         * Properties of a DuplicateVoteEvidence.
         * @deprecated Use tendermint.types.DuplicateVoteEvidence.$Properties instead.
         */
        interface IDuplicateVoteEvidence extends tendermint.types.DuplicateVoteEvidence.$Properties {
        }

        /** Represents a DuplicateVoteEvidence. */
        class DuplicateVoteEvidence {

            /**
             * Constructs a new DuplicateVoteEvidence.
             * @param [properties] Properties to set
             */
            constructor(properties?: tendermint.types.DuplicateVoteEvidence.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** DuplicateVoteEvidence voteA. */
            voteA?: (tendermint.types.Vote.$Properties|null);

            /** DuplicateVoteEvidence voteB. */
            voteB?: (tendermint.types.Vote.$Properties|null);

            /** DuplicateVoteEvidence totalVotingPower. */
            totalVotingPower: Long;

            /** DuplicateVoteEvidence validatorPower. */
            validatorPower: Long;

            /** DuplicateVoteEvidence timestamp. */
            timestamp?: (google.protobuf.Timestamp.$Properties|null);

            /**
             * Encodes the specified DuplicateVoteEvidence message. Does not implicitly {@link tendermint.types.DuplicateVoteEvidence.verify|verify} messages.
             * @param message DuplicateVoteEvidence message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: tendermint.types.DuplicateVoteEvidence.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a DuplicateVoteEvidence message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {tendermint.types.DuplicateVoteEvidence & tendermint.types.DuplicateVoteEvidence.$Shape} DuplicateVoteEvidence
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tendermint.types.DuplicateVoteEvidence & tendermint.types.DuplicateVoteEvidence.$Shape;
        }

        namespace DuplicateVoteEvidence {

            /** Properties of a DuplicateVoteEvidence. */
            interface $Properties {

                /** DuplicateVoteEvidence voteA */
                voteA?: (tendermint.types.Vote.$Properties|null);

                /** DuplicateVoteEvidence voteB */
                voteB?: (tendermint.types.Vote.$Properties|null);

                /** DuplicateVoteEvidence totalVotingPower */
                totalVotingPower?: (Long|null);

                /** DuplicateVoteEvidence validatorPower */
                validatorPower?: (Long|null);

                /** DuplicateVoteEvidence timestamp */
                timestamp?: (google.protobuf.Timestamp.$Properties|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a DuplicateVoteEvidence. */
            type $Shape = tendermint.types.DuplicateVoteEvidence.$Properties;
        }

        /**
         * Properties of a LightClientAttackEvidence.
         * @deprecated Use tendermint.types.LightClientAttackEvidence.$Properties instead.
         */
        interface ILightClientAttackEvidence extends tendermint.types.LightClientAttackEvidence.$Properties {
        }

        /** Represents a LightClientAttackEvidence. */
        class LightClientAttackEvidence {

            /**
             * Constructs a new LightClientAttackEvidence.
             * @param [properties] Properties to set
             */
            constructor(properties?: tendermint.types.LightClientAttackEvidence.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** LightClientAttackEvidence conflictingBlock. */
            conflictingBlock?: (tendermint.types.LightBlock.$Properties|null);

            /** LightClientAttackEvidence commonHeight. */
            commonHeight: Long;

            /** LightClientAttackEvidence byzantineValidators. */
            byzantineValidators: tendermint.types.Validator.$Properties[];

            /** LightClientAttackEvidence totalVotingPower. */
            totalVotingPower: Long;

            /** LightClientAttackEvidence timestamp. */
            timestamp?: (google.protobuf.Timestamp.$Properties|null);

            /**
             * Encodes the specified LightClientAttackEvidence message. Does not implicitly {@link tendermint.types.LightClientAttackEvidence.verify|verify} messages.
             * @param message LightClientAttackEvidence message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: tendermint.types.LightClientAttackEvidence.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a LightClientAttackEvidence message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {tendermint.types.LightClientAttackEvidence & tendermint.types.LightClientAttackEvidence.$Shape} LightClientAttackEvidence
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tendermint.types.LightClientAttackEvidence & tendermint.types.LightClientAttackEvidence.$Shape;
        }

        namespace LightClientAttackEvidence {

            /** Properties of a LightClientAttackEvidence. */
            interface $Properties {

                /** LightClientAttackEvidence conflictingBlock */
                conflictingBlock?: (tendermint.types.LightBlock.$Properties|null);

                /** LightClientAttackEvidence commonHeight */
                commonHeight?: (Long|null);

                /** LightClientAttackEvidence byzantineValidators */
                byzantineValidators?: (tendermint.types.Validator.$Properties[]|null);

                /** LightClientAttackEvidence totalVotingPower */
                totalVotingPower?: (Long|null);

                /** LightClientAttackEvidence timestamp */
                timestamp?: (google.protobuf.Timestamp.$Properties|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a LightClientAttackEvidence. */
            type $Shape = {
              conflictingBlock?: tendermint.types.LightBlock.$Shape|null;
              commonHeight?: Long|null;
              byzantineValidators?: tendermint.types.Validator.$Shape[]|null;
              totalVotingPower?: Long|null;
              timestamp?: google.protobuf.Timestamp.$Shape|null;
              $unknowns?: Uint8Array[];
            };
        }

        /**
         * Properties of an EvidenceList.
         * @deprecated Use tendermint.types.EvidenceList.$Properties instead.
         */
        interface IEvidenceList extends tendermint.types.EvidenceList.$Properties {
        }

        /** Represents an EvidenceList. */
        class EvidenceList {

            /**
             * Constructs a new EvidenceList.
             * @param [properties] Properties to set
             */
            constructor(properties?: tendermint.types.EvidenceList.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** EvidenceList evidence. */
            evidence: tendermint.types.Evidence.$Properties[];

            /**
             * Encodes the specified EvidenceList message. Does not implicitly {@link tendermint.types.EvidenceList.verify|verify} messages.
             * @param message EvidenceList message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: tendermint.types.EvidenceList.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an EvidenceList message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {tendermint.types.EvidenceList & tendermint.types.EvidenceList.$Shape} EvidenceList
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tendermint.types.EvidenceList & tendermint.types.EvidenceList.$Shape;
        }

        namespace EvidenceList {

            /** Properties of an EvidenceList. */
            interface $Properties {

                /** EvidenceList evidence */
                evidence?: (tendermint.types.Evidence.$Properties[]|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an EvidenceList. */
            type $Shape = {
              evidence?: tendermint.types.Evidence.$Shape[]|null;
              $unknowns?: Uint8Array[];
            };
        }
    }

    /** Namespace crypto. */
    namespace crypto {

        /**
         * Properties of a Proof.
         * @deprecated Use tendermint.crypto.Proof.$Properties instead.
         */
        interface IProof extends tendermint.crypto.Proof.$Properties {
        }

        /** Represents a Proof. */
        class Proof {

            /**
             * Constructs a new Proof.
             * @param [properties] Properties to set
             */
            constructor(properties?: tendermint.crypto.Proof.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Proof total. */
            total: Long;

            /** Proof index. */
            index: Long;

            /** Proof leafHash. */
            leafHash: Uint8Array;

            /** Proof aunts. */
            aunts: Uint8Array[];

            /**
             * Encodes the specified Proof message. Does not implicitly {@link tendermint.crypto.Proof.verify|verify} messages.
             * @param message Proof message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: tendermint.crypto.Proof.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Proof message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {tendermint.crypto.Proof & tendermint.crypto.Proof.$Shape} Proof
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tendermint.crypto.Proof & tendermint.crypto.Proof.$Shape;
        }

        namespace Proof {

            /** Properties of a Proof. */
            interface $Properties {

                /** Proof total */
                total?: (Long|null);

                /** Proof index */
                index?: (Long|null);

                /** Proof leafHash */
                leafHash?: (Uint8Array|null);

                /** Proof aunts */
                aunts?: (Uint8Array[]|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Proof. */
            type $Shape = tendermint.crypto.Proof.$Properties;
        }

        /**
         * Properties of a ValueOp.
         * @deprecated Use tendermint.crypto.ValueOp.$Properties instead.
         */
        interface IValueOp extends tendermint.crypto.ValueOp.$Properties {
        }

        /** Represents a ValueOp. */
        class ValueOp {

            /**
             * Constructs a new ValueOp.
             * @param [properties] Properties to set
             */
            constructor(properties?: tendermint.crypto.ValueOp.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** ValueOp key. */
            key: Uint8Array;

            /** ValueOp proof. */
            proof?: (tendermint.crypto.Proof.$Properties|null);

            /**
             * Encodes the specified ValueOp message. Does not implicitly {@link tendermint.crypto.ValueOp.verify|verify} messages.
             * @param message ValueOp message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: tendermint.crypto.ValueOp.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a ValueOp message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {tendermint.crypto.ValueOp & tendermint.crypto.ValueOp.$Shape} ValueOp
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tendermint.crypto.ValueOp & tendermint.crypto.ValueOp.$Shape;
        }

        namespace ValueOp {

            /** Properties of a ValueOp. */
            interface $Properties {

                /** ValueOp key */
                key?: (Uint8Array|null);

                /** ValueOp proof */
                proof?: (tendermint.crypto.Proof.$Properties|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a ValueOp. */
            type $Shape = tendermint.crypto.ValueOp.$Properties;
        }

        /**
         * Properties of a DominoOp.
         * @deprecated Use tendermint.crypto.DominoOp.$Properties instead.
         */
        interface IDominoOp extends tendermint.crypto.DominoOp.$Properties {
        }

        /** Represents a DominoOp. */
        class DominoOp {

            /**
             * Constructs a new DominoOp.
             * @param [properties] Properties to set
             */
            constructor(properties?: tendermint.crypto.DominoOp.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** DominoOp key. */
            key: string;

            /** DominoOp input. */
            input: string;

            /** DominoOp output. */
            output: string;

            /**
             * Encodes the specified DominoOp message. Does not implicitly {@link tendermint.crypto.DominoOp.verify|verify} messages.
             * @param message DominoOp message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: tendermint.crypto.DominoOp.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a DominoOp message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {tendermint.crypto.DominoOp & tendermint.crypto.DominoOp.$Shape} DominoOp
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tendermint.crypto.DominoOp & tendermint.crypto.DominoOp.$Shape;
        }

        namespace DominoOp {

            /** Properties of a DominoOp. */
            interface $Properties {

                /** DominoOp key */
                key?: (string|null);

                /** DominoOp input */
                input?: (string|null);

                /** DominoOp output */
                output?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a DominoOp. */
            type $Shape = tendermint.crypto.DominoOp.$Properties;
        }

        /**
         * Properties of a ProofOp.
         * @deprecated Use tendermint.crypto.ProofOp.$Properties instead.
         */
        interface IProofOp extends tendermint.crypto.ProofOp.$Properties {
        }

        /** Represents a ProofOp. */
        class ProofOp {

            /**
             * Constructs a new ProofOp.
             * @param [properties] Properties to set
             */
            constructor(properties?: tendermint.crypto.ProofOp.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** ProofOp type. */
            type: string;

            /** ProofOp key. */
            key: Uint8Array;

            /** ProofOp data. */
            data: Uint8Array;

            /**
             * Encodes the specified ProofOp message. Does not implicitly {@link tendermint.crypto.ProofOp.verify|verify} messages.
             * @param message ProofOp message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: tendermint.crypto.ProofOp.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a ProofOp message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {tendermint.crypto.ProofOp & tendermint.crypto.ProofOp.$Shape} ProofOp
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tendermint.crypto.ProofOp & tendermint.crypto.ProofOp.$Shape;
        }

        namespace ProofOp {

            /** Properties of a ProofOp. */
            interface $Properties {

                /** ProofOp type */
                type?: (string|null);

                /** ProofOp key */
                key?: (Uint8Array|null);

                /** ProofOp data */
                data?: (Uint8Array|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a ProofOp. */
            type $Shape = tendermint.crypto.ProofOp.$Properties;
        }

        /**
         * Properties of a ProofOps.
         * @deprecated Use tendermint.crypto.ProofOps.$Properties instead.
         */
        interface IProofOps extends tendermint.crypto.ProofOps.$Properties {
        }

        /** Represents a ProofOps. */
        class ProofOps {

            /**
             * Constructs a new ProofOps.
             * @param [properties] Properties to set
             */
            constructor(properties?: tendermint.crypto.ProofOps.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** ProofOps ops. */
            ops: tendermint.crypto.ProofOp.$Properties[];

            /**
             * Encodes the specified ProofOps message. Does not implicitly {@link tendermint.crypto.ProofOps.verify|verify} messages.
             * @param message ProofOps message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: tendermint.crypto.ProofOps.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a ProofOps message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {tendermint.crypto.ProofOps & tendermint.crypto.ProofOps.$Shape} ProofOps
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tendermint.crypto.ProofOps & tendermint.crypto.ProofOps.$Shape;
        }

        namespace ProofOps {

            /** Properties of a ProofOps. */
            interface $Properties {

                /** ProofOps ops */
                ops?: (tendermint.crypto.ProofOp.$Properties[]|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a ProofOps. */
            type $Shape = tendermint.crypto.ProofOps.$Properties;
        }

        /**
         * Properties of a PublicKey.
         * @deprecated Use tendermint.crypto.PublicKey.$Properties instead.
         */
        interface IPublicKey extends tendermint.crypto.PublicKey.$Properties {
        }

        /** Represents a PublicKey. */
        class PublicKey {

            /**
             * Constructs a new PublicKey.
             * @param [properties] Properties to set
             */
            constructor(properties?: tendermint.crypto.PublicKey.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** PublicKey ed25519. */
            ed25519?: (Uint8Array|null);

            /** PublicKey secp256k1. */
            secp256k1?: (Uint8Array|null);

            /** PublicKey sum. */
            sum?: ("ed25519"|"secp256k1");

            /**
             * Encodes the specified PublicKey message. Does not implicitly {@link tendermint.crypto.PublicKey.verify|verify} messages.
             * @param message PublicKey message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: tendermint.crypto.PublicKey.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a PublicKey message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {tendermint.crypto.PublicKey & tendermint.crypto.PublicKey.$Shape} PublicKey
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tendermint.crypto.PublicKey & tendermint.crypto.PublicKey.$Shape;
        }

        namespace PublicKey {

            /** Properties of a PublicKey. */
            interface $Properties {

                /** PublicKey ed25519 */
                ed25519?: (Uint8Array|null);

                /** PublicKey secp256k1 */
                secp256k1?: (Uint8Array|null);

                /** PublicKey sum */
                sum?: ("ed25519"|"secp256k1");

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Narrowed shape of a PublicKey. */
            type $Shape = {
              ed25519?: Uint8Array|null;
              secp256k1?: Uint8Array|null;
              $unknowns?: Uint8Array[];
            } & (
              ({ sum?: undefined; ed25519?: null; secp256k1?: null }|{ sum?: "ed25519"; ed25519: Uint8Array; secp256k1?: null }|{ sum?: "secp256k1"; ed25519?: null; secp256k1: Uint8Array })
            );
        }
    }

    /** Namespace version. */
    namespace version {

        /**
         * Properties of an App.
         * @deprecated Use tendermint.version.App.$Properties instead.
         */
        interface IApp extends tendermint.version.App.$Properties {
        }

        /** Represents an App. */
        class App {

            /**
             * Constructs a new App.
             * @param [properties] Properties to set
             */
            constructor(properties?: tendermint.version.App.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** App protocol. */
            protocol: Long;

            /** App software. */
            software: string;

            /**
             * Encodes the specified App message. Does not implicitly {@link tendermint.version.App.verify|verify} messages.
             * @param message App message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: tendermint.version.App.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an App message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {tendermint.version.App & tendermint.version.App.$Shape} App
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tendermint.version.App & tendermint.version.App.$Shape;
        }

        namespace App {

            /** Properties of an App. */
            interface $Properties {

                /** App protocol */
                protocol?: (Long|null);

                /** App software */
                software?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an App. */
            type $Shape = tendermint.version.App.$Properties;
        }

        /**
         * Properties of a Consensus.
         * @deprecated Use tendermint.version.Consensus.$Properties instead.
         */
        interface IConsensus extends tendermint.version.Consensus.$Properties {
        }

        /** Represents a Consensus. */
        class Consensus {

            /**
             * Constructs a new Consensus.
             * @param [properties] Properties to set
             */
            constructor(properties?: tendermint.version.Consensus.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Consensus block. */
            block: Long;

            /** Consensus app. */
            app: Long;

            /**
             * Encodes the specified Consensus message. Does not implicitly {@link tendermint.version.Consensus.verify|verify} messages.
             * @param message Consensus message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: tendermint.version.Consensus.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Consensus message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {tendermint.version.Consensus & tendermint.version.Consensus.$Shape} Consensus
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tendermint.version.Consensus & tendermint.version.Consensus.$Shape;
        }

        namespace Consensus {

            /** Properties of a Consensus. */
            interface $Properties {

                /** Consensus block */
                block?: (Long|null);

                /** Consensus app */
                app?: (Long|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Consensus. */
            type $Shape = tendermint.version.Consensus.$Properties;
        }
    }

    /** Namespace abci. */
    namespace abci {

        /**
         * Properties of a Request.
         * @deprecated Use tendermint.abci.Request.$Properties instead.
         */
        interface IRequest extends tendermint.abci.Request.$Properties {
        }

        /** Represents a Request. */
        class Request {

            /**
             * Constructs a new Request.
             * @param [properties] Properties to set
             */
            constructor(properties?: tendermint.abci.Request.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Request echo. */
            echo?: (tendermint.abci.RequestEcho.$Properties|null);

            /** Request flush. */
            flush?: (tendermint.abci.RequestFlush.$Properties|null);

            /** Request info. */
            info?: (tendermint.abci.RequestInfo.$Properties|null);

            /** Request initChain. */
            initChain?: (tendermint.abci.RequestInitChain.$Properties|null);

            /** Request query. */
            query?: (tendermint.abci.RequestQuery.$Properties|null);

            /** Request checkTx. */
            checkTx?: (tendermint.abci.RequestCheckTx.$Properties|null);

            /** Request commit. */
            commit?: (tendermint.abci.RequestCommit.$Properties|null);

            /** Request listSnapshots. */
            listSnapshots?: (tendermint.abci.RequestListSnapshots.$Properties|null);

            /** Request offerSnapshot. */
            offerSnapshot?: (tendermint.abci.RequestOfferSnapshot.$Properties|null);

            /** Request loadSnapshotChunk. */
            loadSnapshotChunk?: (tendermint.abci.RequestLoadSnapshotChunk.$Properties|null);

            /** Request applySnapshotChunk. */
            applySnapshotChunk?: (tendermint.abci.RequestApplySnapshotChunk.$Properties|null);

            /** Request prepareProposal. */
            prepareProposal?: (tendermint.abci.RequestPrepareProposal.$Properties|null);

            /** Request processProposal. */
            processProposal?: (tendermint.abci.RequestProcessProposal.$Properties|null);

            /** Request extendVote. */
            extendVote?: (tendermint.abci.RequestExtendVote.$Properties|null);

            /** Request verifyVoteExtension. */
            verifyVoteExtension?: (tendermint.abci.RequestVerifyVoteExtension.$Properties|null);

            /** Request finalizeBlock. */
            finalizeBlock?: (tendermint.abci.RequestFinalizeBlock.$Properties|null);

            /** Request insertTx. */
            insertTx?: (tendermint.abci.RequestInsertTx.$Properties|null);

            /** Request reapTxs. */
            reapTxs?: (tendermint.abci.RequestReapTxs.$Properties|null);

            /** Request value. */
            value?: ("echo"|"flush"|"info"|"initChain"|"query"|"checkTx"|"commit"|"listSnapshots"|"offerSnapshot"|"loadSnapshotChunk"|"applySnapshotChunk"|"prepareProposal"|"processProposal"|"extendVote"|"verifyVoteExtension"|"finalizeBlock"|"insertTx"|"reapTxs");

            /**
             * Encodes the specified Request message. Does not implicitly {@link tendermint.abci.Request.verify|verify} messages.
             * @param message Request message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: tendermint.abci.Request.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Request message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {tendermint.abci.Request & tendermint.abci.Request.$Shape} Request
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tendermint.abci.Request & tendermint.abci.Request.$Shape;
        }

        namespace Request {

            /** Properties of a Request. */
            interface $Properties {

                /** Request echo */
                echo?: (tendermint.abci.RequestEcho.$Properties|null);

                /** Request flush */
                flush?: (tendermint.abci.RequestFlush.$Properties|null);

                /** Request info */
                info?: (tendermint.abci.RequestInfo.$Properties|null);

                /** Request initChain */
                initChain?: (tendermint.abci.RequestInitChain.$Properties|null);

                /** Request query */
                query?: (tendermint.abci.RequestQuery.$Properties|null);

                /** Request checkTx */
                checkTx?: (tendermint.abci.RequestCheckTx.$Properties|null);

                /** Request commit */
                commit?: (tendermint.abci.RequestCommit.$Properties|null);

                /** Request listSnapshots */
                listSnapshots?: (tendermint.abci.RequestListSnapshots.$Properties|null);

                /** Request offerSnapshot */
                offerSnapshot?: (tendermint.abci.RequestOfferSnapshot.$Properties|null);

                /** Request loadSnapshotChunk */
                loadSnapshotChunk?: (tendermint.abci.RequestLoadSnapshotChunk.$Properties|null);

                /** Request applySnapshotChunk */
                applySnapshotChunk?: (tendermint.abci.RequestApplySnapshotChunk.$Properties|null);

                /** Request prepareProposal */
                prepareProposal?: (tendermint.abci.RequestPrepareProposal.$Properties|null);

                /** Request processProposal */
                processProposal?: (tendermint.abci.RequestProcessProposal.$Properties|null);

                /** Request extendVote */
                extendVote?: (tendermint.abci.RequestExtendVote.$Properties|null);

                /** Request verifyVoteExtension */
                verifyVoteExtension?: (tendermint.abci.RequestVerifyVoteExtension.$Properties|null);

                /** Request finalizeBlock */
                finalizeBlock?: (tendermint.abci.RequestFinalizeBlock.$Properties|null);

                /** Request insertTx */
                insertTx?: (tendermint.abci.RequestInsertTx.$Properties|null);

                /** Request reapTxs */
                reapTxs?: (tendermint.abci.RequestReapTxs.$Properties|null);

                /** Request value */
                value?: ("echo"|"flush"|"info"|"initChain"|"query"|"checkTx"|"commit"|"listSnapshots"|"offerSnapshot"|"loadSnapshotChunk"|"applySnapshotChunk"|"prepareProposal"|"processProposal"|"extendVote"|"verifyVoteExtension"|"finalizeBlock"|"insertTx"|"reapTxs");

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Narrowed shape of a Request. */
            type $Shape = {
              echo?: tendermint.abci.RequestEcho.$Shape|null;
              flush?: tendermint.abci.RequestFlush.$Shape|null;
              info?: tendermint.abci.RequestInfo.$Shape|null;
              initChain?: tendermint.abci.RequestInitChain.$Shape|null;
              query?: tendermint.abci.RequestQuery.$Shape|null;
              checkTx?: tendermint.abci.RequestCheckTx.$Shape|null;
              commit?: tendermint.abci.RequestCommit.$Shape|null;
              listSnapshots?: tendermint.abci.RequestListSnapshots.$Shape|null;
              offerSnapshot?: tendermint.abci.RequestOfferSnapshot.$Shape|null;
              loadSnapshotChunk?: tendermint.abci.RequestLoadSnapshotChunk.$Shape|null;
              applySnapshotChunk?: tendermint.abci.RequestApplySnapshotChunk.$Shape|null;
              prepareProposal?: tendermint.abci.RequestPrepareProposal.$Shape|null;
              processProposal?: tendermint.abci.RequestProcessProposal.$Shape|null;
              extendVote?: tendermint.abci.RequestExtendVote.$Shape|null;
              verifyVoteExtension?: tendermint.abci.RequestVerifyVoteExtension.$Shape|null;
              finalizeBlock?: tendermint.abci.RequestFinalizeBlock.$Shape|null;
              insertTx?: tendermint.abci.RequestInsertTx.$Shape|null;
              reapTxs?: tendermint.abci.RequestReapTxs.$Shape|null;
              $unknowns?: Uint8Array[];
            } & (
              ({ value?: undefined; echo?: null; flush?: null; info?: null; initChain?: null; query?: null; checkTx?: null; commit?: null; listSnapshots?: null; offerSnapshot?: null; loadSnapshotChunk?: null; applySnapshotChunk?: null; prepareProposal?: null; processProposal?: null; extendVote?: null; verifyVoteExtension?: null; finalizeBlock?: null; insertTx?: null; reapTxs?: null }|{ value?: "echo"; echo: tendermint.abci.RequestEcho.$Shape; flush?: null; info?: null; initChain?: null; query?: null; checkTx?: null; commit?: null; listSnapshots?: null; offerSnapshot?: null; loadSnapshotChunk?: null; applySnapshotChunk?: null; prepareProposal?: null; processProposal?: null; extendVote?: null; verifyVoteExtension?: null; finalizeBlock?: null; insertTx?: null; reapTxs?: null }|{ value?: "flush"; echo?: null; flush: tendermint.abci.RequestFlush.$Shape; info?: null; initChain?: null; query?: null; checkTx?: null; commit?: null; listSnapshots?: null; offerSnapshot?: null; loadSnapshotChunk?: null; applySnapshotChunk?: null; prepareProposal?: null; processProposal?: null; extendVote?: null; verifyVoteExtension?: null; finalizeBlock?: null; insertTx?: null; reapTxs?: null }|{ value?: "info"; echo?: null; flush?: null; info: tendermint.abci.RequestInfo.$Shape; initChain?: null; query?: null; checkTx?: null; commit?: null; listSnapshots?: null; offerSnapshot?: null; loadSnapshotChunk?: null; applySnapshotChunk?: null; prepareProposal?: null; processProposal?: null; extendVote?: null; verifyVoteExtension?: null; finalizeBlock?: null; insertTx?: null; reapTxs?: null }|{ value?: "initChain"; echo?: null; flush?: null; info?: null; initChain: tendermint.abci.RequestInitChain.$Shape; query?: null; checkTx?: null; commit?: null; listSnapshots?: null; offerSnapshot?: null; loadSnapshotChunk?: null; applySnapshotChunk?: null; prepareProposal?: null; processProposal?: null; extendVote?: null; verifyVoteExtension?: null; finalizeBlock?: null; insertTx?: null; reapTxs?: null }|{ value?: "query"; echo?: null; flush?: null; info?: null; initChain?: null; query: tendermint.abci.RequestQuery.$Shape; checkTx?: null; commit?: null; listSnapshots?: null; offerSnapshot?: null; loadSnapshotChunk?: null; applySnapshotChunk?: null; prepareProposal?: null; processProposal?: null; extendVote?: null; verifyVoteExtension?: null; finalizeBlock?: null; insertTx?: null; reapTxs?: null }|{ value?: "checkTx"; echo?: null; flush?: null; info?: null; initChain?: null; query?: null; checkTx: tendermint.abci.RequestCheckTx.$Shape; commit?: null; listSnapshots?: null; offerSnapshot?: null; loadSnapshotChunk?: null; applySnapshotChunk?: null; prepareProposal?: null; processProposal?: null; extendVote?: null; verifyVoteExtension?: null; finalizeBlock?: null; insertTx?: null; reapTxs?: null }|{ value?: "commit"; echo?: null; flush?: null; info?: null; initChain?: null; query?: null; checkTx?: null; commit: tendermint.abci.RequestCommit.$Shape; listSnapshots?: null; offerSnapshot?: null; loadSnapshotChunk?: null; applySnapshotChunk?: null; prepareProposal?: null; processProposal?: null; extendVote?: null; verifyVoteExtension?: null; finalizeBlock?: null; insertTx?: null; reapTxs?: null }|{ value?: "listSnapshots"; echo?: null; flush?: null; info?: null; initChain?: null; query?: null; checkTx?: null; commit?: null; listSnapshots: tendermint.abci.RequestListSnapshots.$Shape; offerSnapshot?: null; loadSnapshotChunk?: null; applySnapshotChunk?: null; prepareProposal?: null; processProposal?: null; extendVote?: null; verifyVoteExtension?: null; finalizeBlock?: null; insertTx?: null; reapTxs?: null }|{ value?: "offerSnapshot"; echo?: null; flush?: null; info?: null; initChain?: null; query?: null; checkTx?: null; commit?: null; listSnapshots?: null; offerSnapshot: tendermint.abci.RequestOfferSnapshot.$Shape; loadSnapshotChunk?: null; applySnapshotChunk?: null; prepareProposal?: null; processProposal?: null; extendVote?: null; verifyVoteExtension?: null; finalizeBlock?: null; insertTx?: null; reapTxs?: null }|{ value?: "loadSnapshotChunk"; echo?: null; flush?: null; info?: null; initChain?: null; query?: null; checkTx?: null; commit?: null; listSnapshots?: null; offerSnapshot?: null; loadSnapshotChunk: tendermint.abci.RequestLoadSnapshotChunk.$Shape; applySnapshotChunk?: null; prepareProposal?: null; processProposal?: null; extendVote?: null; verifyVoteExtension?: null; finalizeBlock?: null; insertTx?: null; reapTxs?: null }|{ value?: "applySnapshotChunk"; echo?: null; flush?: null; info?: null; initChain?: null; query?: null; checkTx?: null; commit?: null; listSnapshots?: null; offerSnapshot?: null; loadSnapshotChunk?: null; applySnapshotChunk: tendermint.abci.RequestApplySnapshotChunk.$Shape; prepareProposal?: null; processProposal?: null; extendVote?: null; verifyVoteExtension?: null; finalizeBlock?: null; insertTx?: null; reapTxs?: null }|{ value?: "prepareProposal"; echo?: null; flush?: null; info?: null; initChain?: null; query?: null; checkTx?: null; commit?: null; listSnapshots?: null; offerSnapshot?: null; loadSnapshotChunk?: null; applySnapshotChunk?: null; prepareProposal: tendermint.abci.RequestPrepareProposal.$Shape; processProposal?: null; extendVote?: null; verifyVoteExtension?: null; finalizeBlock?: null; insertTx?: null; reapTxs?: null }|{ value?: "processProposal"; echo?: null; flush?: null; info?: null; initChain?: null; query?: null; checkTx?: null; commit?: null; listSnapshots?: null; offerSnapshot?: null; loadSnapshotChunk?: null; applySnapshotChunk?: null; prepareProposal?: null; processProposal: tendermint.abci.RequestProcessProposal.$Shape; extendVote?: null; verifyVoteExtension?: null; finalizeBlock?: null; insertTx?: null; reapTxs?: null }|{ value?: "extendVote"; echo?: null; flush?: null; info?: null; initChain?: null; query?: null; checkTx?: null; commit?: null; listSnapshots?: null; offerSnapshot?: null; loadSnapshotChunk?: null; applySnapshotChunk?: null; prepareProposal?: null; processProposal?: null; extendVote: tendermint.abci.RequestExtendVote.$Shape; verifyVoteExtension?: null; finalizeBlock?: null; insertTx?: null; reapTxs?: null }|{ value?: "verifyVoteExtension"; echo?: null; flush?: null; info?: null; initChain?: null; query?: null; checkTx?: null; commit?: null; listSnapshots?: null; offerSnapshot?: null; loadSnapshotChunk?: null; applySnapshotChunk?: null; prepareProposal?: null; processProposal?: null; extendVote?: null; verifyVoteExtension: tendermint.abci.RequestVerifyVoteExtension.$Shape; finalizeBlock?: null; insertTx?: null; reapTxs?: null }|{ value?: "finalizeBlock"; echo?: null; flush?: null; info?: null; initChain?: null; query?: null; checkTx?: null; commit?: null; listSnapshots?: null; offerSnapshot?: null; loadSnapshotChunk?: null; applySnapshotChunk?: null; prepareProposal?: null; processProposal?: null; extendVote?: null; verifyVoteExtension?: null; finalizeBlock: tendermint.abci.RequestFinalizeBlock.$Shape; insertTx?: null; reapTxs?: null }|{ value?: "insertTx"; echo?: null; flush?: null; info?: null; initChain?: null; query?: null; checkTx?: null; commit?: null; listSnapshots?: null; offerSnapshot?: null; loadSnapshotChunk?: null; applySnapshotChunk?: null; prepareProposal?: null; processProposal?: null; extendVote?: null; verifyVoteExtension?: null; finalizeBlock?: null; insertTx: tendermint.abci.RequestInsertTx.$Shape; reapTxs?: null }|{ value?: "reapTxs"; echo?: null; flush?: null; info?: null; initChain?: null; query?: null; checkTx?: null; commit?: null; listSnapshots?: null; offerSnapshot?: null; loadSnapshotChunk?: null; applySnapshotChunk?: null; prepareProposal?: null; processProposal?: null; extendVote?: null; verifyVoteExtension?: null; finalizeBlock?: null; insertTx?: null; reapTxs: tendermint.abci.RequestReapTxs.$Shape })
            );
        }

        /**
         * Properties of a RequestEcho.
         * @deprecated Use tendermint.abci.RequestEcho.$Properties instead.
         */
        interface IRequestEcho extends tendermint.abci.RequestEcho.$Properties {
        }

        /** Represents a RequestEcho. */
        class RequestEcho {

            /**
             * Constructs a new RequestEcho.
             * @param [properties] Properties to set
             */
            constructor(properties?: tendermint.abci.RequestEcho.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** RequestEcho message. */
            message: string;

            /**
             * Encodes the specified RequestEcho message. Does not implicitly {@link tendermint.abci.RequestEcho.verify|verify} messages.
             * @param message RequestEcho message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: tendermint.abci.RequestEcho.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a RequestEcho message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {tendermint.abci.RequestEcho & tendermint.abci.RequestEcho.$Shape} RequestEcho
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tendermint.abci.RequestEcho & tendermint.abci.RequestEcho.$Shape;
        }

        namespace RequestEcho {

            /** Properties of a RequestEcho. */
            interface $Properties {

                /** RequestEcho message */
                message?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a RequestEcho. */
            type $Shape = tendermint.abci.RequestEcho.$Properties;
        }

        /**
         * Properties of a RequestFlush.
         * @deprecated Use tendermint.abci.RequestFlush.$Properties instead.
         */
        interface IRequestFlush extends tendermint.abci.RequestFlush.$Properties {
        }

        /** Represents a RequestFlush. */
        class RequestFlush {

            /**
             * Constructs a new RequestFlush.
             * @param [properties] Properties to set
             */
            constructor(properties?: tendermint.abci.RequestFlush.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /**
             * Encodes the specified RequestFlush message. Does not implicitly {@link tendermint.abci.RequestFlush.verify|verify} messages.
             * @param message RequestFlush message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: tendermint.abci.RequestFlush.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a RequestFlush message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {tendermint.abci.RequestFlush & tendermint.abci.RequestFlush.$Shape} RequestFlush
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tendermint.abci.RequestFlush & tendermint.abci.RequestFlush.$Shape;
        }

        namespace RequestFlush {

            /** Properties of a RequestFlush. */
            interface $Properties {

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a RequestFlush. */
            type $Shape = tendermint.abci.RequestFlush.$Properties;
        }

        /**
         * Properties of a RequestInfo.
         * @deprecated Use tendermint.abci.RequestInfo.$Properties instead.
         */
        interface IRequestInfo extends tendermint.abci.RequestInfo.$Properties {
        }

        /** Represents a RequestInfo. */
        class RequestInfo {

            /**
             * Constructs a new RequestInfo.
             * @param [properties] Properties to set
             */
            constructor(properties?: tendermint.abci.RequestInfo.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** RequestInfo version. */
            version: string;

            /** RequestInfo blockVersion. */
            blockVersion: Long;

            /** RequestInfo p2pVersion. */
            p2pVersion: Long;

            /** RequestInfo abciVersion. */
            abciVersion: string;

            /**
             * Encodes the specified RequestInfo message. Does not implicitly {@link tendermint.abci.RequestInfo.verify|verify} messages.
             * @param message RequestInfo message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: tendermint.abci.RequestInfo.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a RequestInfo message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {tendermint.abci.RequestInfo & tendermint.abci.RequestInfo.$Shape} RequestInfo
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tendermint.abci.RequestInfo & tendermint.abci.RequestInfo.$Shape;
        }

        namespace RequestInfo {

            /** Properties of a RequestInfo. */
            interface $Properties {

                /** RequestInfo version */
                version?: (string|null);

                /** RequestInfo blockVersion */
                blockVersion?: (Long|null);

                /** RequestInfo p2pVersion */
                p2pVersion?: (Long|null);

                /** RequestInfo abciVersion */
                abciVersion?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a RequestInfo. */
            type $Shape = tendermint.abci.RequestInfo.$Properties;
        }

        /**
         * Properties of a RequestInitChain.
         * @deprecated Use tendermint.abci.RequestInitChain.$Properties instead.
         */
        interface IRequestInitChain extends tendermint.abci.RequestInitChain.$Properties {
        }

        /** Represents a RequestInitChain. */
        class RequestInitChain {

            /**
             * Constructs a new RequestInitChain.
             * @param [properties] Properties to set
             */
            constructor(properties?: tendermint.abci.RequestInitChain.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** RequestInitChain time. */
            time?: (google.protobuf.Timestamp.$Properties|null);

            /** RequestInitChain chainId. */
            chainId: string;

            /** RequestInitChain consensusParams. */
            consensusParams?: (tendermint.types.ConsensusParams.$Properties|null);

            /** RequestInitChain validators. */
            validators: tendermint.abci.ValidatorUpdate.$Properties[];

            /** RequestInitChain appStateBytes. */
            appStateBytes: Uint8Array;

            /** RequestInitChain initialHeight. */
            initialHeight: Long;

            /**
             * Encodes the specified RequestInitChain message. Does not implicitly {@link tendermint.abci.RequestInitChain.verify|verify} messages.
             * @param message RequestInitChain message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: tendermint.abci.RequestInitChain.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a RequestInitChain message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {tendermint.abci.RequestInitChain & tendermint.abci.RequestInitChain.$Shape} RequestInitChain
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tendermint.abci.RequestInitChain & tendermint.abci.RequestInitChain.$Shape;
        }

        namespace RequestInitChain {

            /** Properties of a RequestInitChain. */
            interface $Properties {

                /** RequestInitChain time */
                time?: (google.protobuf.Timestamp.$Properties|null);

                /** RequestInitChain chainId */
                chainId?: (string|null);

                /** RequestInitChain consensusParams */
                consensusParams?: (tendermint.types.ConsensusParams.$Properties|null);

                /** RequestInitChain validators */
                validators?: (tendermint.abci.ValidatorUpdate.$Properties[]|null);

                /** RequestInitChain appStateBytes */
                appStateBytes?: (Uint8Array|null);

                /** RequestInitChain initialHeight */
                initialHeight?: (Long|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a RequestInitChain. */
            type $Shape = {
              time?: google.protobuf.Timestamp.$Shape|null;
              chainId?: string|null;
              consensusParams?: tendermint.types.ConsensusParams.$Shape|null;
              validators?: tendermint.abci.ValidatorUpdate.$Shape[]|null;
              appStateBytes?: Uint8Array|null;
              initialHeight?: Long|null;
              $unknowns?: Uint8Array[];
            };
        }

        /**
         * Properties of a RequestQuery.
         * @deprecated Use tendermint.abci.RequestQuery.$Properties instead.
         */
        interface IRequestQuery extends tendermint.abci.RequestQuery.$Properties {
        }

        /** Represents a RequestQuery. */
        class RequestQuery {

            /**
             * Constructs a new RequestQuery.
             * @param [properties] Properties to set
             */
            constructor(properties?: tendermint.abci.RequestQuery.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** RequestQuery data. */
            data: Uint8Array;

            /** RequestQuery path. */
            path: string;

            /** RequestQuery height. */
            height: Long;

            /** RequestQuery prove. */
            prove: boolean;

            /**
             * Encodes the specified RequestQuery message. Does not implicitly {@link tendermint.abci.RequestQuery.verify|verify} messages.
             * @param message RequestQuery message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: tendermint.abci.RequestQuery.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a RequestQuery message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {tendermint.abci.RequestQuery & tendermint.abci.RequestQuery.$Shape} RequestQuery
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tendermint.abci.RequestQuery & tendermint.abci.RequestQuery.$Shape;
        }

        namespace RequestQuery {

            /** Properties of a RequestQuery. */
            interface $Properties {

                /** RequestQuery data */
                data?: (Uint8Array|null);

                /** RequestQuery path */
                path?: (string|null);

                /** RequestQuery height */
                height?: (Long|null);

                /** RequestQuery prove */
                prove?: (boolean|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a RequestQuery. */
            type $Shape = tendermint.abci.RequestQuery.$Properties;
        }

        /** CheckTxType enum. */
        enum CheckTxType {

            /** NEW value */
            NEW = 0,

            /** RECHECK value */
            RECHECK = 1
        }

        /**
         * Properties of a RequestCheckTx.
         * @deprecated Use tendermint.abci.RequestCheckTx.$Properties instead.
         */
        interface IRequestCheckTx extends tendermint.abci.RequestCheckTx.$Properties {
        }

        /** Represents a RequestCheckTx. */
        class RequestCheckTx {

            /**
             * Constructs a new RequestCheckTx.
             * @param [properties] Properties to set
             */
            constructor(properties?: tendermint.abci.RequestCheckTx.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** RequestCheckTx tx. */
            tx: Uint8Array;

            /** RequestCheckTx type. */
            type: tendermint.abci.CheckTxType;

            /**
             * Encodes the specified RequestCheckTx message. Does not implicitly {@link tendermint.abci.RequestCheckTx.verify|verify} messages.
             * @param message RequestCheckTx message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: tendermint.abci.RequestCheckTx.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a RequestCheckTx message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {tendermint.abci.RequestCheckTx & tendermint.abci.RequestCheckTx.$Shape} RequestCheckTx
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tendermint.abci.RequestCheckTx & tendermint.abci.RequestCheckTx.$Shape;
        }

        namespace RequestCheckTx {

            /** Properties of a RequestCheckTx. */
            interface $Properties {

                /** RequestCheckTx tx */
                tx?: (Uint8Array|null);

                /** RequestCheckTx type */
                type?: (tendermint.abci.CheckTxType|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a RequestCheckTx. */
            type $Shape = tendermint.abci.RequestCheckTx.$Properties;
        }

        /**
         * Properties of a RequestCommit.
         * @deprecated Use tendermint.abci.RequestCommit.$Properties instead.
         */
        interface IRequestCommit extends tendermint.abci.RequestCommit.$Properties {
        }

        /** Represents a RequestCommit. */
        class RequestCommit {

            /**
             * Constructs a new RequestCommit.
             * @param [properties] Properties to set
             */
            constructor(properties?: tendermint.abci.RequestCommit.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /**
             * Encodes the specified RequestCommit message. Does not implicitly {@link tendermint.abci.RequestCommit.verify|verify} messages.
             * @param message RequestCommit message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: tendermint.abci.RequestCommit.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a RequestCommit message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {tendermint.abci.RequestCommit & tendermint.abci.RequestCommit.$Shape} RequestCommit
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tendermint.abci.RequestCommit & tendermint.abci.RequestCommit.$Shape;
        }

        namespace RequestCommit {

            /** Properties of a RequestCommit. */
            interface $Properties {

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a RequestCommit. */
            type $Shape = tendermint.abci.RequestCommit.$Properties;
        }

        /**
         * Properties of a RequestListSnapshots.
         * @deprecated Use tendermint.abci.RequestListSnapshots.$Properties instead.
         */
        interface IRequestListSnapshots extends tendermint.abci.RequestListSnapshots.$Properties {
        }

        /** Represents a RequestListSnapshots. */
        class RequestListSnapshots {

            /**
             * Constructs a new RequestListSnapshots.
             * @param [properties] Properties to set
             */
            constructor(properties?: tendermint.abci.RequestListSnapshots.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /**
             * Encodes the specified RequestListSnapshots message. Does not implicitly {@link tendermint.abci.RequestListSnapshots.verify|verify} messages.
             * @param message RequestListSnapshots message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: tendermint.abci.RequestListSnapshots.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a RequestListSnapshots message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {tendermint.abci.RequestListSnapshots & tendermint.abci.RequestListSnapshots.$Shape} RequestListSnapshots
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tendermint.abci.RequestListSnapshots & tendermint.abci.RequestListSnapshots.$Shape;
        }

        namespace RequestListSnapshots {

            /** Properties of a RequestListSnapshots. */
            interface $Properties {

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a RequestListSnapshots. */
            type $Shape = tendermint.abci.RequestListSnapshots.$Properties;
        }

        /**
         * Properties of a RequestOfferSnapshot.
         * @deprecated Use tendermint.abci.RequestOfferSnapshot.$Properties instead.
         */
        interface IRequestOfferSnapshot extends tendermint.abci.RequestOfferSnapshot.$Properties {
        }

        /** Represents a RequestOfferSnapshot. */
        class RequestOfferSnapshot {

            /**
             * Constructs a new RequestOfferSnapshot.
             * @param [properties] Properties to set
             */
            constructor(properties?: tendermint.abci.RequestOfferSnapshot.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** RequestOfferSnapshot snapshot. */
            snapshot?: (tendermint.abci.Snapshot.$Properties|null);

            /** RequestOfferSnapshot appHash. */
            appHash: Uint8Array;

            /**
             * Encodes the specified RequestOfferSnapshot message. Does not implicitly {@link tendermint.abci.RequestOfferSnapshot.verify|verify} messages.
             * @param message RequestOfferSnapshot message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: tendermint.abci.RequestOfferSnapshot.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a RequestOfferSnapshot message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {tendermint.abci.RequestOfferSnapshot & tendermint.abci.RequestOfferSnapshot.$Shape} RequestOfferSnapshot
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tendermint.abci.RequestOfferSnapshot & tendermint.abci.RequestOfferSnapshot.$Shape;
        }

        namespace RequestOfferSnapshot {

            /** Properties of a RequestOfferSnapshot. */
            interface $Properties {

                /** RequestOfferSnapshot snapshot */
                snapshot?: (tendermint.abci.Snapshot.$Properties|null);

                /** RequestOfferSnapshot appHash */
                appHash?: (Uint8Array|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a RequestOfferSnapshot. */
            type $Shape = tendermint.abci.RequestOfferSnapshot.$Properties;
        }

        /**
         * Properties of a RequestLoadSnapshotChunk.
         * @deprecated Use tendermint.abci.RequestLoadSnapshotChunk.$Properties instead.
         */
        interface IRequestLoadSnapshotChunk extends tendermint.abci.RequestLoadSnapshotChunk.$Properties {
        }

        /** Represents a RequestLoadSnapshotChunk. */
        class RequestLoadSnapshotChunk {

            /**
             * Constructs a new RequestLoadSnapshotChunk.
             * @param [properties] Properties to set
             */
            constructor(properties?: tendermint.abci.RequestLoadSnapshotChunk.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** RequestLoadSnapshotChunk height. */
            height: Long;

            /** RequestLoadSnapshotChunk format. */
            format: number;

            /** RequestLoadSnapshotChunk chunk. */
            chunk: number;

            /**
             * Encodes the specified RequestLoadSnapshotChunk message. Does not implicitly {@link tendermint.abci.RequestLoadSnapshotChunk.verify|verify} messages.
             * @param message RequestLoadSnapshotChunk message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: tendermint.abci.RequestLoadSnapshotChunk.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a RequestLoadSnapshotChunk message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {tendermint.abci.RequestLoadSnapshotChunk & tendermint.abci.RequestLoadSnapshotChunk.$Shape} RequestLoadSnapshotChunk
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tendermint.abci.RequestLoadSnapshotChunk & tendermint.abci.RequestLoadSnapshotChunk.$Shape;
        }

        namespace RequestLoadSnapshotChunk {

            /** Properties of a RequestLoadSnapshotChunk. */
            interface $Properties {

                /** RequestLoadSnapshotChunk height */
                height?: (Long|null);

                /** RequestLoadSnapshotChunk format */
                format?: (number|null);

                /** RequestLoadSnapshotChunk chunk */
                chunk?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a RequestLoadSnapshotChunk. */
            type $Shape = tendermint.abci.RequestLoadSnapshotChunk.$Properties;
        }

        /**
         * Properties of a RequestApplySnapshotChunk.
         * @deprecated Use tendermint.abci.RequestApplySnapshotChunk.$Properties instead.
         */
        interface IRequestApplySnapshotChunk extends tendermint.abci.RequestApplySnapshotChunk.$Properties {
        }

        /** Represents a RequestApplySnapshotChunk. */
        class RequestApplySnapshotChunk {

            /**
             * Constructs a new RequestApplySnapshotChunk.
             * @param [properties] Properties to set
             */
            constructor(properties?: tendermint.abci.RequestApplySnapshotChunk.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** RequestApplySnapshotChunk index. */
            index: number;

            /** RequestApplySnapshotChunk chunk. */
            chunk: Uint8Array;

            /** RequestApplySnapshotChunk sender. */
            sender: string;

            /**
             * Encodes the specified RequestApplySnapshotChunk message. Does not implicitly {@link tendermint.abci.RequestApplySnapshotChunk.verify|verify} messages.
             * @param message RequestApplySnapshotChunk message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: tendermint.abci.RequestApplySnapshotChunk.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a RequestApplySnapshotChunk message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {tendermint.abci.RequestApplySnapshotChunk & tendermint.abci.RequestApplySnapshotChunk.$Shape} RequestApplySnapshotChunk
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tendermint.abci.RequestApplySnapshotChunk & tendermint.abci.RequestApplySnapshotChunk.$Shape;
        }

        namespace RequestApplySnapshotChunk {

            /** Properties of a RequestApplySnapshotChunk. */
            interface $Properties {

                /** RequestApplySnapshotChunk index */
                index?: (number|null);

                /** RequestApplySnapshotChunk chunk */
                chunk?: (Uint8Array|null);

                /** RequestApplySnapshotChunk sender */
                sender?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a RequestApplySnapshotChunk. */
            type $Shape = tendermint.abci.RequestApplySnapshotChunk.$Properties;
        }

        /**
         * Properties of a RequestPrepareProposal.
         * @deprecated Use tendermint.abci.RequestPrepareProposal.$Properties instead.
         */
        interface IRequestPrepareProposal extends tendermint.abci.RequestPrepareProposal.$Properties {
        }

        /** Represents a RequestPrepareProposal. */
        class RequestPrepareProposal {

            /**
             * Constructs a new RequestPrepareProposal.
             * @param [properties] Properties to set
             */
            constructor(properties?: tendermint.abci.RequestPrepareProposal.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** RequestPrepareProposal maxTxBytes. */
            maxTxBytes: Long;

            /** RequestPrepareProposal txs. */
            txs: Uint8Array[];

            /** RequestPrepareProposal localLastCommit. */
            localLastCommit?: (tendermint.abci.ExtendedCommitInfo.$Properties|null);

            /** RequestPrepareProposal misbehavior. */
            misbehavior: tendermint.abci.Misbehavior.$Properties[];

            /** RequestPrepareProposal height. */
            height: Long;

            /** RequestPrepareProposal time. */
            time?: (google.protobuf.Timestamp.$Properties|null);

            /** RequestPrepareProposal nextValidatorsHash. */
            nextValidatorsHash: Uint8Array;

            /** RequestPrepareProposal proposerAddress. */
            proposerAddress: Uint8Array;

            /**
             * Encodes the specified RequestPrepareProposal message. Does not implicitly {@link tendermint.abci.RequestPrepareProposal.verify|verify} messages.
             * @param message RequestPrepareProposal message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: tendermint.abci.RequestPrepareProposal.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a RequestPrepareProposal message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {tendermint.abci.RequestPrepareProposal & tendermint.abci.RequestPrepareProposal.$Shape} RequestPrepareProposal
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tendermint.abci.RequestPrepareProposal & tendermint.abci.RequestPrepareProposal.$Shape;
        }

        namespace RequestPrepareProposal {

            /** Properties of a RequestPrepareProposal. */
            interface $Properties {

                /** RequestPrepareProposal maxTxBytes */
                maxTxBytes?: (Long|null);

                /** RequestPrepareProposal txs */
                txs?: (Uint8Array[]|null);

                /** RequestPrepareProposal localLastCommit */
                localLastCommit?: (tendermint.abci.ExtendedCommitInfo.$Properties|null);

                /** RequestPrepareProposal misbehavior */
                misbehavior?: (tendermint.abci.Misbehavior.$Properties[]|null);

                /** RequestPrepareProposal height */
                height?: (Long|null);

                /** RequestPrepareProposal time */
                time?: (google.protobuf.Timestamp.$Properties|null);

                /** RequestPrepareProposal nextValidatorsHash */
                nextValidatorsHash?: (Uint8Array|null);

                /** RequestPrepareProposal proposerAddress */
                proposerAddress?: (Uint8Array|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a RequestPrepareProposal. */
            type $Shape = tendermint.abci.RequestPrepareProposal.$Properties;
        }

        /**
         * Properties of a RequestProcessProposal.
         * @deprecated Use tendermint.abci.RequestProcessProposal.$Properties instead.
         */
        interface IRequestProcessProposal extends tendermint.abci.RequestProcessProposal.$Properties {
        }

        /** Represents a RequestProcessProposal. */
        class RequestProcessProposal {

            /**
             * Constructs a new RequestProcessProposal.
             * @param [properties] Properties to set
             */
            constructor(properties?: tendermint.abci.RequestProcessProposal.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** RequestProcessProposal txs. */
            txs: Uint8Array[];

            /** RequestProcessProposal proposedLastCommit. */
            proposedLastCommit?: (tendermint.abci.CommitInfo.$Properties|null);

            /** RequestProcessProposal misbehavior. */
            misbehavior: tendermint.abci.Misbehavior.$Properties[];

            /** RequestProcessProposal hash. */
            hash: Uint8Array;

            /** RequestProcessProposal height. */
            height: Long;

            /** RequestProcessProposal time. */
            time?: (google.protobuf.Timestamp.$Properties|null);

            /** RequestProcessProposal nextValidatorsHash. */
            nextValidatorsHash: Uint8Array;

            /** RequestProcessProposal proposerAddress. */
            proposerAddress: Uint8Array;

            /**
             * Encodes the specified RequestProcessProposal message. Does not implicitly {@link tendermint.abci.RequestProcessProposal.verify|verify} messages.
             * @param message RequestProcessProposal message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: tendermint.abci.RequestProcessProposal.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a RequestProcessProposal message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {tendermint.abci.RequestProcessProposal & tendermint.abci.RequestProcessProposal.$Shape} RequestProcessProposal
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tendermint.abci.RequestProcessProposal & tendermint.abci.RequestProcessProposal.$Shape;
        }

        namespace RequestProcessProposal {

            /** Properties of a RequestProcessProposal. */
            interface $Properties {

                /** RequestProcessProposal txs */
                txs?: (Uint8Array[]|null);

                /** RequestProcessProposal proposedLastCommit */
                proposedLastCommit?: (tendermint.abci.CommitInfo.$Properties|null);

                /** RequestProcessProposal misbehavior */
                misbehavior?: (tendermint.abci.Misbehavior.$Properties[]|null);

                /** RequestProcessProposal hash */
                hash?: (Uint8Array|null);

                /** RequestProcessProposal height */
                height?: (Long|null);

                /** RequestProcessProposal time */
                time?: (google.protobuf.Timestamp.$Properties|null);

                /** RequestProcessProposal nextValidatorsHash */
                nextValidatorsHash?: (Uint8Array|null);

                /** RequestProcessProposal proposerAddress */
                proposerAddress?: (Uint8Array|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a RequestProcessProposal. */
            type $Shape = tendermint.abci.RequestProcessProposal.$Properties;
        }

        /**
         * Properties of a RequestExtendVote.
         * @deprecated Use tendermint.abci.RequestExtendVote.$Properties instead.
         */
        interface IRequestExtendVote extends tendermint.abci.RequestExtendVote.$Properties {
        }

        /** Represents a RequestExtendVote. */
        class RequestExtendVote {

            /**
             * Constructs a new RequestExtendVote.
             * @param [properties] Properties to set
             */
            constructor(properties?: tendermint.abci.RequestExtendVote.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** RequestExtendVote hash. */
            hash: Uint8Array;

            /** RequestExtendVote height. */
            height: Long;

            /** RequestExtendVote time. */
            time?: (google.protobuf.Timestamp.$Properties|null);

            /** RequestExtendVote txs. */
            txs: Uint8Array[];

            /** RequestExtendVote proposedLastCommit. */
            proposedLastCommit?: (tendermint.abci.CommitInfo.$Properties|null);

            /** RequestExtendVote misbehavior. */
            misbehavior: tendermint.abci.Misbehavior.$Properties[];

            /** RequestExtendVote nextValidatorsHash. */
            nextValidatorsHash: Uint8Array;

            /** RequestExtendVote proposerAddress. */
            proposerAddress: Uint8Array;

            /**
             * Encodes the specified RequestExtendVote message. Does not implicitly {@link tendermint.abci.RequestExtendVote.verify|verify} messages.
             * @param message RequestExtendVote message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: tendermint.abci.RequestExtendVote.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a RequestExtendVote message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {tendermint.abci.RequestExtendVote & tendermint.abci.RequestExtendVote.$Shape} RequestExtendVote
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tendermint.abci.RequestExtendVote & tendermint.abci.RequestExtendVote.$Shape;
        }

        namespace RequestExtendVote {

            /** Properties of a RequestExtendVote. */
            interface $Properties {

                /** RequestExtendVote hash */
                hash?: (Uint8Array|null);

                /** RequestExtendVote height */
                height?: (Long|null);

                /** RequestExtendVote time */
                time?: (google.protobuf.Timestamp.$Properties|null);

                /** RequestExtendVote txs */
                txs?: (Uint8Array[]|null);

                /** RequestExtendVote proposedLastCommit */
                proposedLastCommit?: (tendermint.abci.CommitInfo.$Properties|null);

                /** RequestExtendVote misbehavior */
                misbehavior?: (tendermint.abci.Misbehavior.$Properties[]|null);

                /** RequestExtendVote nextValidatorsHash */
                nextValidatorsHash?: (Uint8Array|null);

                /** RequestExtendVote proposerAddress */
                proposerAddress?: (Uint8Array|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a RequestExtendVote. */
            type $Shape = tendermint.abci.RequestExtendVote.$Properties;
        }

        /**
         * Properties of a RequestVerifyVoteExtension.
         * @deprecated Use tendermint.abci.RequestVerifyVoteExtension.$Properties instead.
         */
        interface IRequestVerifyVoteExtension extends tendermint.abci.RequestVerifyVoteExtension.$Properties {
        }

        /** Represents a RequestVerifyVoteExtension. */
        class RequestVerifyVoteExtension {

            /**
             * Constructs a new RequestVerifyVoteExtension.
             * @param [properties] Properties to set
             */
            constructor(properties?: tendermint.abci.RequestVerifyVoteExtension.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** RequestVerifyVoteExtension hash. */
            hash: Uint8Array;

            /** RequestVerifyVoteExtension validatorAddress. */
            validatorAddress: Uint8Array;

            /** RequestVerifyVoteExtension height. */
            height: Long;

            /** RequestVerifyVoteExtension voteExtension. */
            voteExtension: Uint8Array;

            /**
             * Encodes the specified RequestVerifyVoteExtension message. Does not implicitly {@link tendermint.abci.RequestVerifyVoteExtension.verify|verify} messages.
             * @param message RequestVerifyVoteExtension message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: tendermint.abci.RequestVerifyVoteExtension.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a RequestVerifyVoteExtension message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {tendermint.abci.RequestVerifyVoteExtension & tendermint.abci.RequestVerifyVoteExtension.$Shape} RequestVerifyVoteExtension
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tendermint.abci.RequestVerifyVoteExtension & tendermint.abci.RequestVerifyVoteExtension.$Shape;
        }

        namespace RequestVerifyVoteExtension {

            /** Properties of a RequestVerifyVoteExtension. */
            interface $Properties {

                /** RequestVerifyVoteExtension hash */
                hash?: (Uint8Array|null);

                /** RequestVerifyVoteExtension validatorAddress */
                validatorAddress?: (Uint8Array|null);

                /** RequestVerifyVoteExtension height */
                height?: (Long|null);

                /** RequestVerifyVoteExtension voteExtension */
                voteExtension?: (Uint8Array|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a RequestVerifyVoteExtension. */
            type $Shape = tendermint.abci.RequestVerifyVoteExtension.$Properties;
        }

        /**
         * Properties of a RequestFinalizeBlock.
         * @deprecated Use tendermint.abci.RequestFinalizeBlock.$Properties instead.
         */
        interface IRequestFinalizeBlock extends tendermint.abci.RequestFinalizeBlock.$Properties {
        }

        /** Represents a RequestFinalizeBlock. */
        class RequestFinalizeBlock {

            /**
             * Constructs a new RequestFinalizeBlock.
             * @param [properties] Properties to set
             */
            constructor(properties?: tendermint.abci.RequestFinalizeBlock.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** RequestFinalizeBlock txs. */
            txs: Uint8Array[];

            /** RequestFinalizeBlock decidedLastCommit. */
            decidedLastCommit?: (tendermint.abci.CommitInfo.$Properties|null);

            /** RequestFinalizeBlock misbehavior. */
            misbehavior: tendermint.abci.Misbehavior.$Properties[];

            /** RequestFinalizeBlock hash. */
            hash: Uint8Array;

            /** RequestFinalizeBlock height. */
            height: Long;

            /** RequestFinalizeBlock time. */
            time?: (google.protobuf.Timestamp.$Properties|null);

            /** RequestFinalizeBlock nextValidatorsHash. */
            nextValidatorsHash: Uint8Array;

            /** RequestFinalizeBlock proposerAddress. */
            proposerAddress: Uint8Array;

            /**
             * Encodes the specified RequestFinalizeBlock message. Does not implicitly {@link tendermint.abci.RequestFinalizeBlock.verify|verify} messages.
             * @param message RequestFinalizeBlock message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: tendermint.abci.RequestFinalizeBlock.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a RequestFinalizeBlock message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {tendermint.abci.RequestFinalizeBlock & tendermint.abci.RequestFinalizeBlock.$Shape} RequestFinalizeBlock
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tendermint.abci.RequestFinalizeBlock & tendermint.abci.RequestFinalizeBlock.$Shape;
        }

        namespace RequestFinalizeBlock {

            /** Properties of a RequestFinalizeBlock. */
            interface $Properties {

                /** RequestFinalizeBlock txs */
                txs?: (Uint8Array[]|null);

                /** RequestFinalizeBlock decidedLastCommit */
                decidedLastCommit?: (tendermint.abci.CommitInfo.$Properties|null);

                /** RequestFinalizeBlock misbehavior */
                misbehavior?: (tendermint.abci.Misbehavior.$Properties[]|null);

                /** RequestFinalizeBlock hash */
                hash?: (Uint8Array|null);

                /** RequestFinalizeBlock height */
                height?: (Long|null);

                /** RequestFinalizeBlock time */
                time?: (google.protobuf.Timestamp.$Properties|null);

                /** RequestFinalizeBlock nextValidatorsHash */
                nextValidatorsHash?: (Uint8Array|null);

                /** RequestFinalizeBlock proposerAddress */
                proposerAddress?: (Uint8Array|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a RequestFinalizeBlock. */
            type $Shape = tendermint.abci.RequestFinalizeBlock.$Properties;
        }

        /**
         * Properties of a Response.
         * @deprecated Use tendermint.abci.Response.$Properties instead.
         */
        interface IResponse extends tendermint.abci.Response.$Properties {
        }

        /** Represents a Response. */
        class Response {

            /**
             * Constructs a new Response.
             * @param [properties] Properties to set
             */
            constructor(properties?: tendermint.abci.Response.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Response exception. */
            exception?: (tendermint.abci.ResponseException.$Properties|null);

            /** Response echo. */
            echo?: (tendermint.abci.ResponseEcho.$Properties|null);

            /** Response flush. */
            flush?: (tendermint.abci.ResponseFlush.$Properties|null);

            /** Response info. */
            info?: (tendermint.abci.ResponseInfo.$Properties|null);

            /** Response initChain. */
            initChain?: (tendermint.abci.ResponseInitChain.$Properties|null);

            /** Response query. */
            query?: (tendermint.abci.ResponseQuery.$Properties|null);

            /** Response checkTx. */
            checkTx?: (tendermint.abci.ResponseCheckTx.$Properties|null);

            /** Response commit. */
            commit?: (tendermint.abci.ResponseCommit.$Properties|null);

            /** Response listSnapshots. */
            listSnapshots?: (tendermint.abci.ResponseListSnapshots.$Properties|null);

            /** Response offerSnapshot. */
            offerSnapshot?: (tendermint.abci.ResponseOfferSnapshot.$Properties|null);

            /** Response loadSnapshotChunk. */
            loadSnapshotChunk?: (tendermint.abci.ResponseLoadSnapshotChunk.$Properties|null);

            /** Response applySnapshotChunk. */
            applySnapshotChunk?: (tendermint.abci.ResponseApplySnapshotChunk.$Properties|null);

            /** Response prepareProposal. */
            prepareProposal?: (tendermint.abci.ResponsePrepareProposal.$Properties|null);

            /** Response processProposal. */
            processProposal?: (tendermint.abci.ResponseProcessProposal.$Properties|null);

            /** Response extendVote. */
            extendVote?: (tendermint.abci.ResponseExtendVote.$Properties|null);

            /** Response verifyVoteExtension. */
            verifyVoteExtension?: (tendermint.abci.ResponseVerifyVoteExtension.$Properties|null);

            /** Response finalizeBlock. */
            finalizeBlock?: (tendermint.abci.ResponseFinalizeBlock.$Properties|null);

            /** Response insertTx. */
            insertTx?: (tendermint.abci.ResponseInsertTx.$Properties|null);

            /** Response reapTxs. */
            reapTxs?: (tendermint.abci.ResponseReapTxs.$Properties|null);

            /** Response value. */
            value?: ("exception"|"echo"|"flush"|"info"|"initChain"|"query"|"checkTx"|"commit"|"listSnapshots"|"offerSnapshot"|"loadSnapshotChunk"|"applySnapshotChunk"|"prepareProposal"|"processProposal"|"extendVote"|"verifyVoteExtension"|"finalizeBlock"|"insertTx"|"reapTxs");

            /**
             * Encodes the specified Response message. Does not implicitly {@link tendermint.abci.Response.verify|verify} messages.
             * @param message Response message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: tendermint.abci.Response.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Response message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {tendermint.abci.Response & tendermint.abci.Response.$Shape} Response
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tendermint.abci.Response & tendermint.abci.Response.$Shape;
        }

        namespace Response {

            /** Properties of a Response. */
            interface $Properties {

                /** Response exception */
                exception?: (tendermint.abci.ResponseException.$Properties|null);

                /** Response echo */
                echo?: (tendermint.abci.ResponseEcho.$Properties|null);

                /** Response flush */
                flush?: (tendermint.abci.ResponseFlush.$Properties|null);

                /** Response info */
                info?: (tendermint.abci.ResponseInfo.$Properties|null);

                /** Response initChain */
                initChain?: (tendermint.abci.ResponseInitChain.$Properties|null);

                /** Response query */
                query?: (tendermint.abci.ResponseQuery.$Properties|null);

                /** Response checkTx */
                checkTx?: (tendermint.abci.ResponseCheckTx.$Properties|null);

                /** Response commit */
                commit?: (tendermint.abci.ResponseCommit.$Properties|null);

                /** Response listSnapshots */
                listSnapshots?: (tendermint.abci.ResponseListSnapshots.$Properties|null);

                /** Response offerSnapshot */
                offerSnapshot?: (tendermint.abci.ResponseOfferSnapshot.$Properties|null);

                /** Response loadSnapshotChunk */
                loadSnapshotChunk?: (tendermint.abci.ResponseLoadSnapshotChunk.$Properties|null);

                /** Response applySnapshotChunk */
                applySnapshotChunk?: (tendermint.abci.ResponseApplySnapshotChunk.$Properties|null);

                /** Response prepareProposal */
                prepareProposal?: (tendermint.abci.ResponsePrepareProposal.$Properties|null);

                /** Response processProposal */
                processProposal?: (tendermint.abci.ResponseProcessProposal.$Properties|null);

                /** Response extendVote */
                extendVote?: (tendermint.abci.ResponseExtendVote.$Properties|null);

                /** Response verifyVoteExtension */
                verifyVoteExtension?: (tendermint.abci.ResponseVerifyVoteExtension.$Properties|null);

                /** Response finalizeBlock */
                finalizeBlock?: (tendermint.abci.ResponseFinalizeBlock.$Properties|null);

                /** Response insertTx */
                insertTx?: (tendermint.abci.ResponseInsertTx.$Properties|null);

                /** Response reapTxs */
                reapTxs?: (tendermint.abci.ResponseReapTxs.$Properties|null);

                /** Response value */
                value?: ("exception"|"echo"|"flush"|"info"|"initChain"|"query"|"checkTx"|"commit"|"listSnapshots"|"offerSnapshot"|"loadSnapshotChunk"|"applySnapshotChunk"|"prepareProposal"|"processProposal"|"extendVote"|"verifyVoteExtension"|"finalizeBlock"|"insertTx"|"reapTxs");

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Narrowed shape of a Response. */
            type $Shape = {
              exception?: tendermint.abci.ResponseException.$Shape|null;
              echo?: tendermint.abci.ResponseEcho.$Shape|null;
              flush?: tendermint.abci.ResponseFlush.$Shape|null;
              info?: tendermint.abci.ResponseInfo.$Shape|null;
              initChain?: tendermint.abci.ResponseInitChain.$Shape|null;
              query?: tendermint.abci.ResponseQuery.$Shape|null;
              checkTx?: tendermint.abci.ResponseCheckTx.$Shape|null;
              commit?: tendermint.abci.ResponseCommit.$Shape|null;
              listSnapshots?: tendermint.abci.ResponseListSnapshots.$Shape|null;
              offerSnapshot?: tendermint.abci.ResponseOfferSnapshot.$Shape|null;
              loadSnapshotChunk?: tendermint.abci.ResponseLoadSnapshotChunk.$Shape|null;
              applySnapshotChunk?: tendermint.abci.ResponseApplySnapshotChunk.$Shape|null;
              prepareProposal?: tendermint.abci.ResponsePrepareProposal.$Shape|null;
              processProposal?: tendermint.abci.ResponseProcessProposal.$Shape|null;
              extendVote?: tendermint.abci.ResponseExtendVote.$Shape|null;
              verifyVoteExtension?: tendermint.abci.ResponseVerifyVoteExtension.$Shape|null;
              finalizeBlock?: tendermint.abci.ResponseFinalizeBlock.$Shape|null;
              insertTx?: tendermint.abci.ResponseInsertTx.$Shape|null;
              reapTxs?: tendermint.abci.ResponseReapTxs.$Shape|null;
              $unknowns?: Uint8Array[];
            } & (
              ({ value?: undefined; exception?: null; echo?: null; flush?: null; info?: null; initChain?: null; query?: null; checkTx?: null; commit?: null; listSnapshots?: null; offerSnapshot?: null; loadSnapshotChunk?: null; applySnapshotChunk?: null; prepareProposal?: null; processProposal?: null; extendVote?: null; verifyVoteExtension?: null; finalizeBlock?: null; insertTx?: null; reapTxs?: null }|{ value?: "exception"; exception: tendermint.abci.ResponseException.$Shape; echo?: null; flush?: null; info?: null; initChain?: null; query?: null; checkTx?: null; commit?: null; listSnapshots?: null; offerSnapshot?: null; loadSnapshotChunk?: null; applySnapshotChunk?: null; prepareProposal?: null; processProposal?: null; extendVote?: null; verifyVoteExtension?: null; finalizeBlock?: null; insertTx?: null; reapTxs?: null }|{ value?: "echo"; exception?: null; echo: tendermint.abci.ResponseEcho.$Shape; flush?: null; info?: null; initChain?: null; query?: null; checkTx?: null; commit?: null; listSnapshots?: null; offerSnapshot?: null; loadSnapshotChunk?: null; applySnapshotChunk?: null; prepareProposal?: null; processProposal?: null; extendVote?: null; verifyVoteExtension?: null; finalizeBlock?: null; insertTx?: null; reapTxs?: null }|{ value?: "flush"; exception?: null; echo?: null; flush: tendermint.abci.ResponseFlush.$Shape; info?: null; initChain?: null; query?: null; checkTx?: null; commit?: null; listSnapshots?: null; offerSnapshot?: null; loadSnapshotChunk?: null; applySnapshotChunk?: null; prepareProposal?: null; processProposal?: null; extendVote?: null; verifyVoteExtension?: null; finalizeBlock?: null; insertTx?: null; reapTxs?: null }|{ value?: "info"; exception?: null; echo?: null; flush?: null; info: tendermint.abci.ResponseInfo.$Shape; initChain?: null; query?: null; checkTx?: null; commit?: null; listSnapshots?: null; offerSnapshot?: null; loadSnapshotChunk?: null; applySnapshotChunk?: null; prepareProposal?: null; processProposal?: null; extendVote?: null; verifyVoteExtension?: null; finalizeBlock?: null; insertTx?: null; reapTxs?: null }|{ value?: "initChain"; exception?: null; echo?: null; flush?: null; info?: null; initChain: tendermint.abci.ResponseInitChain.$Shape; query?: null; checkTx?: null; commit?: null; listSnapshots?: null; offerSnapshot?: null; loadSnapshotChunk?: null; applySnapshotChunk?: null; prepareProposal?: null; processProposal?: null; extendVote?: null; verifyVoteExtension?: null; finalizeBlock?: null; insertTx?: null; reapTxs?: null }|{ value?: "query"; exception?: null; echo?: null; flush?: null; info?: null; initChain?: null; query: tendermint.abci.ResponseQuery.$Shape; checkTx?: null; commit?: null; listSnapshots?: null; offerSnapshot?: null; loadSnapshotChunk?: null; applySnapshotChunk?: null; prepareProposal?: null; processProposal?: null; extendVote?: null; verifyVoteExtension?: null; finalizeBlock?: null; insertTx?: null; reapTxs?: null }|{ value?: "checkTx"; exception?: null; echo?: null; flush?: null; info?: null; initChain?: null; query?: null; checkTx: tendermint.abci.ResponseCheckTx.$Shape; commit?: null; listSnapshots?: null; offerSnapshot?: null; loadSnapshotChunk?: null; applySnapshotChunk?: null; prepareProposal?: null; processProposal?: null; extendVote?: null; verifyVoteExtension?: null; finalizeBlock?: null; insertTx?: null; reapTxs?: null }|{ value?: "commit"; exception?: null; echo?: null; flush?: null; info?: null; initChain?: null; query?: null; checkTx?: null; commit: tendermint.abci.ResponseCommit.$Shape; listSnapshots?: null; offerSnapshot?: null; loadSnapshotChunk?: null; applySnapshotChunk?: null; prepareProposal?: null; processProposal?: null; extendVote?: null; verifyVoteExtension?: null; finalizeBlock?: null; insertTx?: null; reapTxs?: null }|{ value?: "listSnapshots"; exception?: null; echo?: null; flush?: null; info?: null; initChain?: null; query?: null; checkTx?: null; commit?: null; listSnapshots: tendermint.abci.ResponseListSnapshots.$Shape; offerSnapshot?: null; loadSnapshotChunk?: null; applySnapshotChunk?: null; prepareProposal?: null; processProposal?: null; extendVote?: null; verifyVoteExtension?: null; finalizeBlock?: null; insertTx?: null; reapTxs?: null }|{ value?: "offerSnapshot"; exception?: null; echo?: null; flush?: null; info?: null; initChain?: null; query?: null; checkTx?: null; commit?: null; listSnapshots?: null; offerSnapshot: tendermint.abci.ResponseOfferSnapshot.$Shape; loadSnapshotChunk?: null; applySnapshotChunk?: null; prepareProposal?: null; processProposal?: null; extendVote?: null; verifyVoteExtension?: null; finalizeBlock?: null; insertTx?: null; reapTxs?: null }|{ value?: "loadSnapshotChunk"; exception?: null; echo?: null; flush?: null; info?: null; initChain?: null; query?: null; checkTx?: null; commit?: null; listSnapshots?: null; offerSnapshot?: null; loadSnapshotChunk: tendermint.abci.ResponseLoadSnapshotChunk.$Shape; applySnapshotChunk?: null; prepareProposal?: null; processProposal?: null; extendVote?: null; verifyVoteExtension?: null; finalizeBlock?: null; insertTx?: null; reapTxs?: null }|{ value?: "applySnapshotChunk"; exception?: null; echo?: null; flush?: null; info?: null; initChain?: null; query?: null; checkTx?: null; commit?: null; listSnapshots?: null; offerSnapshot?: null; loadSnapshotChunk?: null; applySnapshotChunk: tendermint.abci.ResponseApplySnapshotChunk.$Shape; prepareProposal?: null; processProposal?: null; extendVote?: null; verifyVoteExtension?: null; finalizeBlock?: null; insertTx?: null; reapTxs?: null }|{ value?: "prepareProposal"; exception?: null; echo?: null; flush?: null; info?: null; initChain?: null; query?: null; checkTx?: null; commit?: null; listSnapshots?: null; offerSnapshot?: null; loadSnapshotChunk?: null; applySnapshotChunk?: null; prepareProposal: tendermint.abci.ResponsePrepareProposal.$Shape; processProposal?: null; extendVote?: null; verifyVoteExtension?: null; finalizeBlock?: null; insertTx?: null; reapTxs?: null }|{ value?: "processProposal"; exception?: null; echo?: null; flush?: null; info?: null; initChain?: null; query?: null; checkTx?: null; commit?: null; listSnapshots?: null; offerSnapshot?: null; loadSnapshotChunk?: null; applySnapshotChunk?: null; prepareProposal?: null; processProposal: tendermint.abci.ResponseProcessProposal.$Shape; extendVote?: null; verifyVoteExtension?: null; finalizeBlock?: null; insertTx?: null; reapTxs?: null }|{ value?: "extendVote"; exception?: null; echo?: null; flush?: null; info?: null; initChain?: null; query?: null; checkTx?: null; commit?: null; listSnapshots?: null; offerSnapshot?: null; loadSnapshotChunk?: null; applySnapshotChunk?: null; prepareProposal?: null; processProposal?: null; extendVote: tendermint.abci.ResponseExtendVote.$Shape; verifyVoteExtension?: null; finalizeBlock?: null; insertTx?: null; reapTxs?: null }|{ value?: "verifyVoteExtension"; exception?: null; echo?: null; flush?: null; info?: null; initChain?: null; query?: null; checkTx?: null; commit?: null; listSnapshots?: null; offerSnapshot?: null; loadSnapshotChunk?: null; applySnapshotChunk?: null; prepareProposal?: null; processProposal?: null; extendVote?: null; verifyVoteExtension: tendermint.abci.ResponseVerifyVoteExtension.$Shape; finalizeBlock?: null; insertTx?: null; reapTxs?: null }|{ value?: "finalizeBlock"; exception?: null; echo?: null; flush?: null; info?: null; initChain?: null; query?: null; checkTx?: null; commit?: null; listSnapshots?: null; offerSnapshot?: null; loadSnapshotChunk?: null; applySnapshotChunk?: null; prepareProposal?: null; processProposal?: null; extendVote?: null; verifyVoteExtension?: null; finalizeBlock: tendermint.abci.ResponseFinalizeBlock.$Shape; insertTx?: null; reapTxs?: null }|{ value?: "insertTx"; exception?: null; echo?: null; flush?: null; info?: null; initChain?: null; query?: null; checkTx?: null; commit?: null; listSnapshots?: null; offerSnapshot?: null; loadSnapshotChunk?: null; applySnapshotChunk?: null; prepareProposal?: null; processProposal?: null; extendVote?: null; verifyVoteExtension?: null; finalizeBlock?: null; insertTx: tendermint.abci.ResponseInsertTx.$Shape; reapTxs?: null }|{ value?: "reapTxs"; exception?: null; echo?: null; flush?: null; info?: null; initChain?: null; query?: null; checkTx?: null; commit?: null; listSnapshots?: null; offerSnapshot?: null; loadSnapshotChunk?: null; applySnapshotChunk?: null; prepareProposal?: null; processProposal?: null; extendVote?: null; verifyVoteExtension?: null; finalizeBlock?: null; insertTx?: null; reapTxs: tendermint.abci.ResponseReapTxs.$Shape })
            );
        }

        /**
         * Properties of a ResponseException.
         * @deprecated Use tendermint.abci.ResponseException.$Properties instead.
         */
        interface IResponseException extends tendermint.abci.ResponseException.$Properties {
        }

        /** Represents a ResponseException. */
        class ResponseException {

            /**
             * Constructs a new ResponseException.
             * @param [properties] Properties to set
             */
            constructor(properties?: tendermint.abci.ResponseException.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** ResponseException error. */
            error: string;

            /**
             * Encodes the specified ResponseException message. Does not implicitly {@link tendermint.abci.ResponseException.verify|verify} messages.
             * @param message ResponseException message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: tendermint.abci.ResponseException.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a ResponseException message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {tendermint.abci.ResponseException & tendermint.abci.ResponseException.$Shape} ResponseException
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tendermint.abci.ResponseException & tendermint.abci.ResponseException.$Shape;
        }

        namespace ResponseException {

            /** Properties of a ResponseException. */
            interface $Properties {

                /** ResponseException error */
                error?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a ResponseException. */
            type $Shape = tendermint.abci.ResponseException.$Properties;
        }

        /**
         * Properties of a ResponseEcho.
         * @deprecated Use tendermint.abci.ResponseEcho.$Properties instead.
         */
        interface IResponseEcho extends tendermint.abci.ResponseEcho.$Properties {
        }

        /** Represents a ResponseEcho. */
        class ResponseEcho {

            /**
             * Constructs a new ResponseEcho.
             * @param [properties] Properties to set
             */
            constructor(properties?: tendermint.abci.ResponseEcho.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** ResponseEcho message. */
            message: string;

            /**
             * Encodes the specified ResponseEcho message. Does not implicitly {@link tendermint.abci.ResponseEcho.verify|verify} messages.
             * @param message ResponseEcho message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: tendermint.abci.ResponseEcho.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a ResponseEcho message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {tendermint.abci.ResponseEcho & tendermint.abci.ResponseEcho.$Shape} ResponseEcho
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tendermint.abci.ResponseEcho & tendermint.abci.ResponseEcho.$Shape;
        }

        namespace ResponseEcho {

            /** Properties of a ResponseEcho. */
            interface $Properties {

                /** ResponseEcho message */
                message?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a ResponseEcho. */
            type $Shape = tendermint.abci.ResponseEcho.$Properties;
        }

        /**
         * Properties of a ResponseFlush.
         * @deprecated Use tendermint.abci.ResponseFlush.$Properties instead.
         */
        interface IResponseFlush extends tendermint.abci.ResponseFlush.$Properties {
        }

        /** Represents a ResponseFlush. */
        class ResponseFlush {

            /**
             * Constructs a new ResponseFlush.
             * @param [properties] Properties to set
             */
            constructor(properties?: tendermint.abci.ResponseFlush.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /**
             * Encodes the specified ResponseFlush message. Does not implicitly {@link tendermint.abci.ResponseFlush.verify|verify} messages.
             * @param message ResponseFlush message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: tendermint.abci.ResponseFlush.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a ResponseFlush message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {tendermint.abci.ResponseFlush & tendermint.abci.ResponseFlush.$Shape} ResponseFlush
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tendermint.abci.ResponseFlush & tendermint.abci.ResponseFlush.$Shape;
        }

        namespace ResponseFlush {

            /** Properties of a ResponseFlush. */
            interface $Properties {

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a ResponseFlush. */
            type $Shape = tendermint.abci.ResponseFlush.$Properties;
        }

        /**
         * Properties of a ResponseInfo.
         * @deprecated Use tendermint.abci.ResponseInfo.$Properties instead.
         */
        interface IResponseInfo extends tendermint.abci.ResponseInfo.$Properties {
        }

        /** Represents a ResponseInfo. */
        class ResponseInfo {

            /**
             * Constructs a new ResponseInfo.
             * @param [properties] Properties to set
             */
            constructor(properties?: tendermint.abci.ResponseInfo.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** ResponseInfo data. */
            data: string;

            /** ResponseInfo version. */
            version: string;

            /** ResponseInfo appVersion. */
            appVersion: Long;

            /** ResponseInfo lastBlockHeight. */
            lastBlockHeight: Long;

            /** ResponseInfo lastBlockAppHash. */
            lastBlockAppHash: Uint8Array;

            /**
             * Encodes the specified ResponseInfo message. Does not implicitly {@link tendermint.abci.ResponseInfo.verify|verify} messages.
             * @param message ResponseInfo message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: tendermint.abci.ResponseInfo.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a ResponseInfo message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {tendermint.abci.ResponseInfo & tendermint.abci.ResponseInfo.$Shape} ResponseInfo
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tendermint.abci.ResponseInfo & tendermint.abci.ResponseInfo.$Shape;
        }

        namespace ResponseInfo {

            /** Properties of a ResponseInfo. */
            interface $Properties {

                /** ResponseInfo data */
                data?: (string|null);

                /** ResponseInfo version */
                version?: (string|null);

                /** ResponseInfo appVersion */
                appVersion?: (Long|null);

                /** ResponseInfo lastBlockHeight */
                lastBlockHeight?: (Long|null);

                /** ResponseInfo lastBlockAppHash */
                lastBlockAppHash?: (Uint8Array|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a ResponseInfo. */
            type $Shape = tendermint.abci.ResponseInfo.$Properties;
        }

        /**
         * Properties of a ResponseInitChain.
         * @deprecated Use tendermint.abci.ResponseInitChain.$Properties instead.
         */
        interface IResponseInitChain extends tendermint.abci.ResponseInitChain.$Properties {
        }

        /** Represents a ResponseInitChain. */
        class ResponseInitChain {

            /**
             * Constructs a new ResponseInitChain.
             * @param [properties] Properties to set
             */
            constructor(properties?: tendermint.abci.ResponseInitChain.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** ResponseInitChain consensusParams. */
            consensusParams?: (tendermint.types.ConsensusParams.$Properties|null);

            /** ResponseInitChain validators. */
            validators: tendermint.abci.ValidatorUpdate.$Properties[];

            /** ResponseInitChain appHash. */
            appHash: Uint8Array;

            /**
             * Encodes the specified ResponseInitChain message. Does not implicitly {@link tendermint.abci.ResponseInitChain.verify|verify} messages.
             * @param message ResponseInitChain message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: tendermint.abci.ResponseInitChain.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a ResponseInitChain message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {tendermint.abci.ResponseInitChain & tendermint.abci.ResponseInitChain.$Shape} ResponseInitChain
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tendermint.abci.ResponseInitChain & tendermint.abci.ResponseInitChain.$Shape;
        }

        namespace ResponseInitChain {

            /** Properties of a ResponseInitChain. */
            interface $Properties {

                /** ResponseInitChain consensusParams */
                consensusParams?: (tendermint.types.ConsensusParams.$Properties|null);

                /** ResponseInitChain validators */
                validators?: (tendermint.abci.ValidatorUpdate.$Properties[]|null);

                /** ResponseInitChain appHash */
                appHash?: (Uint8Array|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a ResponseInitChain. */
            type $Shape = {
              consensusParams?: tendermint.types.ConsensusParams.$Shape|null;
              validators?: tendermint.abci.ValidatorUpdate.$Shape[]|null;
              appHash?: Uint8Array|null;
              $unknowns?: Uint8Array[];
            };
        }

        /**
         * Properties of a ResponseQuery.
         * @deprecated Use tendermint.abci.ResponseQuery.$Properties instead.
         */
        interface IResponseQuery extends tendermint.abci.ResponseQuery.$Properties {
        }

        /** Represents a ResponseQuery. */
        class ResponseQuery {

            /**
             * Constructs a new ResponseQuery.
             * @param [properties] Properties to set
             */
            constructor(properties?: tendermint.abci.ResponseQuery.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** ResponseQuery code. */
            code: number;

            /** ResponseQuery log. */
            log: string;

            /** ResponseQuery info. */
            info: string;

            /** ResponseQuery index. */
            index: Long;

            /** ResponseQuery key. */
            key: Uint8Array;

            /** ResponseQuery value. */
            value: Uint8Array;

            /** ResponseQuery proofOps. */
            proofOps?: (tendermint.crypto.ProofOps.$Properties|null);

            /** ResponseQuery height. */
            height: Long;

            /** ResponseQuery codespace. */
            codespace: string;

            /**
             * Encodes the specified ResponseQuery message. Does not implicitly {@link tendermint.abci.ResponseQuery.verify|verify} messages.
             * @param message ResponseQuery message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: tendermint.abci.ResponseQuery.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a ResponseQuery message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {tendermint.abci.ResponseQuery & tendermint.abci.ResponseQuery.$Shape} ResponseQuery
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tendermint.abci.ResponseQuery & tendermint.abci.ResponseQuery.$Shape;
        }

        namespace ResponseQuery {

            /** Properties of a ResponseQuery. */
            interface $Properties {

                /** ResponseQuery code */
                code?: (number|null);

                /** ResponseQuery log */
                log?: (string|null);

                /** ResponseQuery info */
                info?: (string|null);

                /** ResponseQuery index */
                index?: (Long|null);

                /** ResponseQuery key */
                key?: (Uint8Array|null);

                /** ResponseQuery value */
                value?: (Uint8Array|null);

                /** ResponseQuery proofOps */
                proofOps?: (tendermint.crypto.ProofOps.$Properties|null);

                /** ResponseQuery height */
                height?: (Long|null);

                /** ResponseQuery codespace */
                codespace?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a ResponseQuery. */
            type $Shape = tendermint.abci.ResponseQuery.$Properties;
        }

        /**
         * Properties of a ResponseCheckTx.
         * @deprecated Use tendermint.abci.ResponseCheckTx.$Properties instead.
         */
        interface IResponseCheckTx extends tendermint.abci.ResponseCheckTx.$Properties {
        }

        /** Represents a ResponseCheckTx. */
        class ResponseCheckTx {

            /**
             * Constructs a new ResponseCheckTx.
             * @param [properties] Properties to set
             */
            constructor(properties?: tendermint.abci.ResponseCheckTx.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** ResponseCheckTx code. */
            code: number;

            /** ResponseCheckTx data. */
            data: Uint8Array;

            /** ResponseCheckTx log. */
            log: string;

            /** ResponseCheckTx info. */
            info: string;

            /** ResponseCheckTx gasWanted. */
            gasWanted: Long;

            /** ResponseCheckTx gasUsed. */
            gasUsed: Long;

            /** ResponseCheckTx events. */
            events: tendermint.abci.Event.$Properties[];

            /** ResponseCheckTx codespace. */
            codespace: string;

            /**
             * Encodes the specified ResponseCheckTx message. Does not implicitly {@link tendermint.abci.ResponseCheckTx.verify|verify} messages.
             * @param message ResponseCheckTx message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: tendermint.abci.ResponseCheckTx.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a ResponseCheckTx message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {tendermint.abci.ResponseCheckTx & tendermint.abci.ResponseCheckTx.$Shape} ResponseCheckTx
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tendermint.abci.ResponseCheckTx & tendermint.abci.ResponseCheckTx.$Shape;
        }

        namespace ResponseCheckTx {

            /** Properties of a ResponseCheckTx. */
            interface $Properties {

                /** ResponseCheckTx code */
                code?: (number|null);

                /** ResponseCheckTx data */
                data?: (Uint8Array|null);

                /** ResponseCheckTx log */
                log?: (string|null);

                /** ResponseCheckTx info */
                info?: (string|null);

                /** ResponseCheckTx gasWanted */
                gasWanted?: (Long|null);

                /** ResponseCheckTx gasUsed */
                gasUsed?: (Long|null);

                /** ResponseCheckTx events */
                events?: (tendermint.abci.Event.$Properties[]|null);

                /** ResponseCheckTx codespace */
                codespace?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a ResponseCheckTx. */
            type $Shape = tendermint.abci.ResponseCheckTx.$Properties;
        }

        /**
         * Properties of a ResponseCommit.
         * @deprecated Use tendermint.abci.ResponseCommit.$Properties instead.
         */
        interface IResponseCommit extends tendermint.abci.ResponseCommit.$Properties {
        }

        /** Represents a ResponseCommit. */
        class ResponseCommit {

            /**
             * Constructs a new ResponseCommit.
             * @param [properties] Properties to set
             */
            constructor(properties?: tendermint.abci.ResponseCommit.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** ResponseCommit retainHeight. */
            retainHeight: Long;

            /**
             * Encodes the specified ResponseCommit message. Does not implicitly {@link tendermint.abci.ResponseCommit.verify|verify} messages.
             * @param message ResponseCommit message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: tendermint.abci.ResponseCommit.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a ResponseCommit message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {tendermint.abci.ResponseCommit & tendermint.abci.ResponseCommit.$Shape} ResponseCommit
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tendermint.abci.ResponseCommit & tendermint.abci.ResponseCommit.$Shape;
        }

        namespace ResponseCommit {

            /** Properties of a ResponseCommit. */
            interface $Properties {

                /** ResponseCommit retainHeight */
                retainHeight?: (Long|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a ResponseCommit. */
            type $Shape = tendermint.abci.ResponseCommit.$Properties;
        }

        /**
         * Properties of a ResponseListSnapshots.
         * @deprecated Use tendermint.abci.ResponseListSnapshots.$Properties instead.
         */
        interface IResponseListSnapshots extends tendermint.abci.ResponseListSnapshots.$Properties {
        }

        /** Represents a ResponseListSnapshots. */
        class ResponseListSnapshots {

            /**
             * Constructs a new ResponseListSnapshots.
             * @param [properties] Properties to set
             */
            constructor(properties?: tendermint.abci.ResponseListSnapshots.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** ResponseListSnapshots snapshots. */
            snapshots: tendermint.abci.Snapshot.$Properties[];

            /**
             * Encodes the specified ResponseListSnapshots message. Does not implicitly {@link tendermint.abci.ResponseListSnapshots.verify|verify} messages.
             * @param message ResponseListSnapshots message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: tendermint.abci.ResponseListSnapshots.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a ResponseListSnapshots message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {tendermint.abci.ResponseListSnapshots & tendermint.abci.ResponseListSnapshots.$Shape} ResponseListSnapshots
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tendermint.abci.ResponseListSnapshots & tendermint.abci.ResponseListSnapshots.$Shape;
        }

        namespace ResponseListSnapshots {

            /** Properties of a ResponseListSnapshots. */
            interface $Properties {

                /** ResponseListSnapshots snapshots */
                snapshots?: (tendermint.abci.Snapshot.$Properties[]|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a ResponseListSnapshots. */
            type $Shape = tendermint.abci.ResponseListSnapshots.$Properties;
        }

        /**
         * Properties of a ResponseOfferSnapshot.
         * @deprecated Use tendermint.abci.ResponseOfferSnapshot.$Properties instead.
         */
        interface IResponseOfferSnapshot extends tendermint.abci.ResponseOfferSnapshot.$Properties {
        }

        /** Represents a ResponseOfferSnapshot. */
        class ResponseOfferSnapshot {

            /**
             * Constructs a new ResponseOfferSnapshot.
             * @param [properties] Properties to set
             */
            constructor(properties?: tendermint.abci.ResponseOfferSnapshot.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** ResponseOfferSnapshot result. */
            result: tendermint.abci.ResponseOfferSnapshot.Result;

            /**
             * Encodes the specified ResponseOfferSnapshot message. Does not implicitly {@link tendermint.abci.ResponseOfferSnapshot.verify|verify} messages.
             * @param message ResponseOfferSnapshot message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: tendermint.abci.ResponseOfferSnapshot.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a ResponseOfferSnapshot message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {tendermint.abci.ResponseOfferSnapshot & tendermint.abci.ResponseOfferSnapshot.$Shape} ResponseOfferSnapshot
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tendermint.abci.ResponseOfferSnapshot & tendermint.abci.ResponseOfferSnapshot.$Shape;
        }

        namespace ResponseOfferSnapshot {

            /** Properties of a ResponseOfferSnapshot. */
            interface $Properties {

                /** ResponseOfferSnapshot result */
                result?: (tendermint.abci.ResponseOfferSnapshot.Result|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a ResponseOfferSnapshot. */
            type $Shape = tendermint.abci.ResponseOfferSnapshot.$Properties;

            /** Result enum. */
            enum Result {

                /** UNKNOWN value */
                UNKNOWN = 0,

                /** ACCEPT value */
                ACCEPT = 1,

                /** ABORT value */
                ABORT = 2,

                /** REJECT value */
                REJECT = 3,

                /** REJECT_FORMAT value */
                REJECT_FORMAT = 4,

                /** REJECT_SENDER value */
                REJECT_SENDER = 5
            }
        }

        /**
         * Properties of a ResponseLoadSnapshotChunk.
         * @deprecated Use tendermint.abci.ResponseLoadSnapshotChunk.$Properties instead.
         */
        interface IResponseLoadSnapshotChunk extends tendermint.abci.ResponseLoadSnapshotChunk.$Properties {
        }

        /** Represents a ResponseLoadSnapshotChunk. */
        class ResponseLoadSnapshotChunk {

            /**
             * Constructs a new ResponseLoadSnapshotChunk.
             * @param [properties] Properties to set
             */
            constructor(properties?: tendermint.abci.ResponseLoadSnapshotChunk.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** ResponseLoadSnapshotChunk chunk. */
            chunk: Uint8Array;

            /**
             * Encodes the specified ResponseLoadSnapshotChunk message. Does not implicitly {@link tendermint.abci.ResponseLoadSnapshotChunk.verify|verify} messages.
             * @param message ResponseLoadSnapshotChunk message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: tendermint.abci.ResponseLoadSnapshotChunk.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a ResponseLoadSnapshotChunk message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {tendermint.abci.ResponseLoadSnapshotChunk & tendermint.abci.ResponseLoadSnapshotChunk.$Shape} ResponseLoadSnapshotChunk
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tendermint.abci.ResponseLoadSnapshotChunk & tendermint.abci.ResponseLoadSnapshotChunk.$Shape;
        }

        namespace ResponseLoadSnapshotChunk {

            /** Properties of a ResponseLoadSnapshotChunk. */
            interface $Properties {

                /** ResponseLoadSnapshotChunk chunk */
                chunk?: (Uint8Array|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a ResponseLoadSnapshotChunk. */
            type $Shape = tendermint.abci.ResponseLoadSnapshotChunk.$Properties;
        }

        /**
         * Properties of a ResponseApplySnapshotChunk.
         * @deprecated Use tendermint.abci.ResponseApplySnapshotChunk.$Properties instead.
         */
        interface IResponseApplySnapshotChunk extends tendermint.abci.ResponseApplySnapshotChunk.$Properties {
        }

        /** Represents a ResponseApplySnapshotChunk. */
        class ResponseApplySnapshotChunk {

            /**
             * Constructs a new ResponseApplySnapshotChunk.
             * @param [properties] Properties to set
             */
            constructor(properties?: tendermint.abci.ResponseApplySnapshotChunk.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** ResponseApplySnapshotChunk result. */
            result: tendermint.abci.ResponseApplySnapshotChunk.Result;

            /** ResponseApplySnapshotChunk refetchChunks. */
            refetchChunks: number[];

            /** ResponseApplySnapshotChunk rejectSenders. */
            rejectSenders: string[];

            /**
             * Encodes the specified ResponseApplySnapshotChunk message. Does not implicitly {@link tendermint.abci.ResponseApplySnapshotChunk.verify|verify} messages.
             * @param message ResponseApplySnapshotChunk message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: tendermint.abci.ResponseApplySnapshotChunk.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a ResponseApplySnapshotChunk message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {tendermint.abci.ResponseApplySnapshotChunk & tendermint.abci.ResponseApplySnapshotChunk.$Shape} ResponseApplySnapshotChunk
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tendermint.abci.ResponseApplySnapshotChunk & tendermint.abci.ResponseApplySnapshotChunk.$Shape;
        }

        namespace ResponseApplySnapshotChunk {

            /** Properties of a ResponseApplySnapshotChunk. */
            interface $Properties {

                /** ResponseApplySnapshotChunk result */
                result?: (tendermint.abci.ResponseApplySnapshotChunk.Result|null);

                /** ResponseApplySnapshotChunk refetchChunks */
                refetchChunks?: (number[]|null);

                /** ResponseApplySnapshotChunk rejectSenders */
                rejectSenders?: (string[]|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a ResponseApplySnapshotChunk. */
            type $Shape = tendermint.abci.ResponseApplySnapshotChunk.$Properties;

            /** Result enum. */
            enum Result {

                /** UNKNOWN value */
                UNKNOWN = 0,

                /** ACCEPT value */
                ACCEPT = 1,

                /** ABORT value */
                ABORT = 2,

                /** RETRY value */
                RETRY = 3,

                /** RETRY_SNAPSHOT value */
                RETRY_SNAPSHOT = 4,

                /** REJECT_SNAPSHOT value */
                REJECT_SNAPSHOT = 5
            }
        }

        /**
         * Properties of a ResponsePrepareProposal.
         * @deprecated Use tendermint.abci.ResponsePrepareProposal.$Properties instead.
         */
        interface IResponsePrepareProposal extends tendermint.abci.ResponsePrepareProposal.$Properties {
        }

        /** Represents a ResponsePrepareProposal. */
        class ResponsePrepareProposal {

            /**
             * Constructs a new ResponsePrepareProposal.
             * @param [properties] Properties to set
             */
            constructor(properties?: tendermint.abci.ResponsePrepareProposal.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** ResponsePrepareProposal txs. */
            txs: Uint8Array[];

            /**
             * Encodes the specified ResponsePrepareProposal message. Does not implicitly {@link tendermint.abci.ResponsePrepareProposal.verify|verify} messages.
             * @param message ResponsePrepareProposal message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: tendermint.abci.ResponsePrepareProposal.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a ResponsePrepareProposal message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {tendermint.abci.ResponsePrepareProposal & tendermint.abci.ResponsePrepareProposal.$Shape} ResponsePrepareProposal
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tendermint.abci.ResponsePrepareProposal & tendermint.abci.ResponsePrepareProposal.$Shape;
        }

        namespace ResponsePrepareProposal {

            /** Properties of a ResponsePrepareProposal. */
            interface $Properties {

                /** ResponsePrepareProposal txs */
                txs?: (Uint8Array[]|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a ResponsePrepareProposal. */
            type $Shape = tendermint.abci.ResponsePrepareProposal.$Properties;
        }

        /**
         * Properties of a ResponseProcessProposal.
         * @deprecated Use tendermint.abci.ResponseProcessProposal.$Properties instead.
         */
        interface IResponseProcessProposal extends tendermint.abci.ResponseProcessProposal.$Properties {
        }

        /** Represents a ResponseProcessProposal. */
        class ResponseProcessProposal {

            /**
             * Constructs a new ResponseProcessProposal.
             * @param [properties] Properties to set
             */
            constructor(properties?: tendermint.abci.ResponseProcessProposal.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** ResponseProcessProposal status. */
            status: tendermint.abci.ResponseProcessProposal.ProposalStatus;

            /**
             * Encodes the specified ResponseProcessProposal message. Does not implicitly {@link tendermint.abci.ResponseProcessProposal.verify|verify} messages.
             * @param message ResponseProcessProposal message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: tendermint.abci.ResponseProcessProposal.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a ResponseProcessProposal message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {tendermint.abci.ResponseProcessProposal & tendermint.abci.ResponseProcessProposal.$Shape} ResponseProcessProposal
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tendermint.abci.ResponseProcessProposal & tendermint.abci.ResponseProcessProposal.$Shape;
        }

        namespace ResponseProcessProposal {

            /** Properties of a ResponseProcessProposal. */
            interface $Properties {

                /** ResponseProcessProposal status */
                status?: (tendermint.abci.ResponseProcessProposal.ProposalStatus|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a ResponseProcessProposal. */
            type $Shape = tendermint.abci.ResponseProcessProposal.$Properties;

            /** ProposalStatus enum. */
            enum ProposalStatus {

                /** UNKNOWN value */
                UNKNOWN = 0,

                /** ACCEPT value */
                ACCEPT = 1,

                /** REJECT value */
                REJECT = 2
            }
        }

        /**
         * Properties of a ResponseExtendVote.
         * @deprecated Use tendermint.abci.ResponseExtendVote.$Properties instead.
         */
        interface IResponseExtendVote extends tendermint.abci.ResponseExtendVote.$Properties {
        }

        /** Represents a ResponseExtendVote. */
        class ResponseExtendVote {

            /**
             * Constructs a new ResponseExtendVote.
             * @param [properties] Properties to set
             */
            constructor(properties?: tendermint.abci.ResponseExtendVote.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** ResponseExtendVote voteExtension. */
            voteExtension: Uint8Array;

            /**
             * Encodes the specified ResponseExtendVote message. Does not implicitly {@link tendermint.abci.ResponseExtendVote.verify|verify} messages.
             * @param message ResponseExtendVote message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: tendermint.abci.ResponseExtendVote.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a ResponseExtendVote message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {tendermint.abci.ResponseExtendVote & tendermint.abci.ResponseExtendVote.$Shape} ResponseExtendVote
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tendermint.abci.ResponseExtendVote & tendermint.abci.ResponseExtendVote.$Shape;
        }

        namespace ResponseExtendVote {

            /** Properties of a ResponseExtendVote. */
            interface $Properties {

                /** ResponseExtendVote voteExtension */
                voteExtension?: (Uint8Array|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a ResponseExtendVote. */
            type $Shape = tendermint.abci.ResponseExtendVote.$Properties;
        }

        /**
         * Properties of a ResponseVerifyVoteExtension.
         * @deprecated Use tendermint.abci.ResponseVerifyVoteExtension.$Properties instead.
         */
        interface IResponseVerifyVoteExtension extends tendermint.abci.ResponseVerifyVoteExtension.$Properties {
        }

        /** Represents a ResponseVerifyVoteExtension. */
        class ResponseVerifyVoteExtension {

            /**
             * Constructs a new ResponseVerifyVoteExtension.
             * @param [properties] Properties to set
             */
            constructor(properties?: tendermint.abci.ResponseVerifyVoteExtension.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** ResponseVerifyVoteExtension status. */
            status: tendermint.abci.ResponseVerifyVoteExtension.VerifyStatus;

            /**
             * Encodes the specified ResponseVerifyVoteExtension message. Does not implicitly {@link tendermint.abci.ResponseVerifyVoteExtension.verify|verify} messages.
             * @param message ResponseVerifyVoteExtension message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: tendermint.abci.ResponseVerifyVoteExtension.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a ResponseVerifyVoteExtension message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {tendermint.abci.ResponseVerifyVoteExtension & tendermint.abci.ResponseVerifyVoteExtension.$Shape} ResponseVerifyVoteExtension
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tendermint.abci.ResponseVerifyVoteExtension & tendermint.abci.ResponseVerifyVoteExtension.$Shape;
        }

        namespace ResponseVerifyVoteExtension {

            /** Properties of a ResponseVerifyVoteExtension. */
            interface $Properties {

                /** ResponseVerifyVoteExtension status */
                status?: (tendermint.abci.ResponseVerifyVoteExtension.VerifyStatus|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a ResponseVerifyVoteExtension. */
            type $Shape = tendermint.abci.ResponseVerifyVoteExtension.$Properties;

            /** VerifyStatus enum. */
            enum VerifyStatus {

                /** UNKNOWN value */
                UNKNOWN = 0,

                /** ACCEPT value */
                ACCEPT = 1,

                /** REJECT value */
                REJECT = 2
            }
        }

        /**
         * Properties of a ResponseFinalizeBlock.
         * @deprecated Use tendermint.abci.ResponseFinalizeBlock.$Properties instead.
         */
        interface IResponseFinalizeBlock extends tendermint.abci.ResponseFinalizeBlock.$Properties {
        }

        /** Represents a ResponseFinalizeBlock. */
        class ResponseFinalizeBlock {

            /**
             * Constructs a new ResponseFinalizeBlock.
             * @param [properties] Properties to set
             */
            constructor(properties?: tendermint.abci.ResponseFinalizeBlock.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** ResponseFinalizeBlock events. */
            events: tendermint.abci.Event.$Properties[];

            /** ResponseFinalizeBlock txResults. */
            txResults: tendermint.abci.ExecTxResult.$Properties[];

            /** ResponseFinalizeBlock validatorUpdates. */
            validatorUpdates: tendermint.abci.ValidatorUpdate.$Properties[];

            /** ResponseFinalizeBlock consensusParamUpdates. */
            consensusParamUpdates?: (tendermint.types.ConsensusParams.$Properties|null);

            /** ResponseFinalizeBlock appHash. */
            appHash: Uint8Array;

            /**
             * Encodes the specified ResponseFinalizeBlock message. Does not implicitly {@link tendermint.abci.ResponseFinalizeBlock.verify|verify} messages.
             * @param message ResponseFinalizeBlock message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: tendermint.abci.ResponseFinalizeBlock.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a ResponseFinalizeBlock message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {tendermint.abci.ResponseFinalizeBlock & tendermint.abci.ResponseFinalizeBlock.$Shape} ResponseFinalizeBlock
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tendermint.abci.ResponseFinalizeBlock & tendermint.abci.ResponseFinalizeBlock.$Shape;
        }

        namespace ResponseFinalizeBlock {

            /** Properties of a ResponseFinalizeBlock. */
            interface $Properties {

                /** ResponseFinalizeBlock events */
                events?: (tendermint.abci.Event.$Properties[]|null);

                /** ResponseFinalizeBlock txResults */
                txResults?: (tendermint.abci.ExecTxResult.$Properties[]|null);

                /** ResponseFinalizeBlock validatorUpdates */
                validatorUpdates?: (tendermint.abci.ValidatorUpdate.$Properties[]|null);

                /** ResponseFinalizeBlock consensusParamUpdates */
                consensusParamUpdates?: (tendermint.types.ConsensusParams.$Properties|null);

                /** ResponseFinalizeBlock appHash */
                appHash?: (Uint8Array|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a ResponseFinalizeBlock. */
            type $Shape = {
              events?: tendermint.abci.Event.$Shape[]|null;
              txResults?: tendermint.abci.ExecTxResult.$Shape[]|null;
              validatorUpdates?: tendermint.abci.ValidatorUpdate.$Shape[]|null;
              consensusParamUpdates?: tendermint.types.ConsensusParams.$Shape|null;
              appHash?: Uint8Array|null;
              $unknowns?: Uint8Array[];
            };
        }

        /**
         * Properties of a CommitInfo.
         * @deprecated Use tendermint.abci.CommitInfo.$Properties instead.
         */
        interface ICommitInfo extends tendermint.abci.CommitInfo.$Properties {
        }

        /** Represents a CommitInfo. */
        class CommitInfo {

            /**
             * Constructs a new CommitInfo.
             * @param [properties] Properties to set
             */
            constructor(properties?: tendermint.abci.CommitInfo.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** CommitInfo round. */
            round: number;

            /** CommitInfo votes. */
            votes: tendermint.abci.VoteInfo.$Properties[];

            /**
             * Encodes the specified CommitInfo message. Does not implicitly {@link tendermint.abci.CommitInfo.verify|verify} messages.
             * @param message CommitInfo message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: tendermint.abci.CommitInfo.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a CommitInfo message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {tendermint.abci.CommitInfo & tendermint.abci.CommitInfo.$Shape} CommitInfo
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tendermint.abci.CommitInfo & tendermint.abci.CommitInfo.$Shape;
        }

        namespace CommitInfo {

            /** Properties of a CommitInfo. */
            interface $Properties {

                /** CommitInfo round */
                round?: (number|null);

                /** CommitInfo votes */
                votes?: (tendermint.abci.VoteInfo.$Properties[]|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a CommitInfo. */
            type $Shape = tendermint.abci.CommitInfo.$Properties;
        }

        /**
         * Properties of an ExtendedCommitInfo.
         * @deprecated Use tendermint.abci.ExtendedCommitInfo.$Properties instead.
         */
        interface IExtendedCommitInfo extends tendermint.abci.ExtendedCommitInfo.$Properties {
        }

        /** Represents an ExtendedCommitInfo. */
        class ExtendedCommitInfo {

            /**
             * Constructs a new ExtendedCommitInfo.
             * @param [properties] Properties to set
             */
            constructor(properties?: tendermint.abci.ExtendedCommitInfo.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** ExtendedCommitInfo round. */
            round: number;

            /** ExtendedCommitInfo votes. */
            votes: tendermint.abci.ExtendedVoteInfo.$Properties[];

            /**
             * Encodes the specified ExtendedCommitInfo message. Does not implicitly {@link tendermint.abci.ExtendedCommitInfo.verify|verify} messages.
             * @param message ExtendedCommitInfo message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: tendermint.abci.ExtendedCommitInfo.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an ExtendedCommitInfo message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {tendermint.abci.ExtendedCommitInfo & tendermint.abci.ExtendedCommitInfo.$Shape} ExtendedCommitInfo
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tendermint.abci.ExtendedCommitInfo & tendermint.abci.ExtendedCommitInfo.$Shape;
        }

        namespace ExtendedCommitInfo {

            /** Properties of an ExtendedCommitInfo. */
            interface $Properties {

                /** ExtendedCommitInfo round */
                round?: (number|null);

                /** ExtendedCommitInfo votes */
                votes?: (tendermint.abci.ExtendedVoteInfo.$Properties[]|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an ExtendedCommitInfo. */
            type $Shape = tendermint.abci.ExtendedCommitInfo.$Properties;
        }

        /**
         * Properties of an Event.
         * @deprecated Use tendermint.abci.Event.$Properties instead.
         */
        interface IEvent extends tendermint.abci.Event.$Properties {
        }

        /** Represents an Event. */
        class Event {

            /**
             * Constructs a new Event.
             * @param [properties] Properties to set
             */
            constructor(properties?: tendermint.abci.Event.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Event type. */
            type: string;

            /** Event attributes. */
            attributes: tendermint.abci.EventAttribute.$Properties[];

            /**
             * Encodes the specified Event message. Does not implicitly {@link tendermint.abci.Event.verify|verify} messages.
             * @param message Event message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: tendermint.abci.Event.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an Event message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {tendermint.abci.Event & tendermint.abci.Event.$Shape} Event
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tendermint.abci.Event & tendermint.abci.Event.$Shape;
        }

        namespace Event {

            /** Properties of an Event. */
            interface $Properties {

                /** Event type */
                type?: (string|null);

                /** Event attributes */
                attributes?: (tendermint.abci.EventAttribute.$Properties[]|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an Event. */
            type $Shape = tendermint.abci.Event.$Properties;
        }

        /**
         * Properties of an EventAttribute.
         * @deprecated Use tendermint.abci.EventAttribute.$Properties instead.
         */
        interface IEventAttribute extends tendermint.abci.EventAttribute.$Properties {
        }

        /** Represents an EventAttribute. */
        class EventAttribute {

            /**
             * Constructs a new EventAttribute.
             * @param [properties] Properties to set
             */
            constructor(properties?: tendermint.abci.EventAttribute.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** EventAttribute key. */
            key: string;

            /** EventAttribute value. */
            value: string;

            /** EventAttribute index. */
            index: boolean;

            /**
             * Encodes the specified EventAttribute message. Does not implicitly {@link tendermint.abci.EventAttribute.verify|verify} messages.
             * @param message EventAttribute message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: tendermint.abci.EventAttribute.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an EventAttribute message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {tendermint.abci.EventAttribute & tendermint.abci.EventAttribute.$Shape} EventAttribute
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tendermint.abci.EventAttribute & tendermint.abci.EventAttribute.$Shape;
        }

        namespace EventAttribute {

            /** Properties of an EventAttribute. */
            interface $Properties {

                /** EventAttribute key */
                key?: (string|null);

                /** EventAttribute value */
                value?: (string|null);

                /** EventAttribute index */
                index?: (boolean|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an EventAttribute. */
            type $Shape = tendermint.abci.EventAttribute.$Properties;
        }

        /**
         * Properties of an ExecTxResult.
         * @deprecated Use tendermint.abci.ExecTxResult.$Properties instead.
         */
        interface IExecTxResult extends tendermint.abci.ExecTxResult.$Properties {
        }

        /** Represents an ExecTxResult. */
        class ExecTxResult {

            /**
             * Constructs a new ExecTxResult.
             * @param [properties] Properties to set
             */
            constructor(properties?: tendermint.abci.ExecTxResult.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** ExecTxResult code. */
            code: number;

            /** ExecTxResult data. */
            data: Uint8Array;

            /** ExecTxResult log. */
            log: string;

            /** ExecTxResult info. */
            info: string;

            /** ExecTxResult gasWanted. */
            gasWanted: Long;

            /** ExecTxResult gasUsed. */
            gasUsed: Long;

            /** ExecTxResult events. */
            events: tendermint.abci.Event.$Properties[];

            /** ExecTxResult codespace. */
            codespace: string;

            /**
             * Encodes the specified ExecTxResult message. Does not implicitly {@link tendermint.abci.ExecTxResult.verify|verify} messages.
             * @param message ExecTxResult message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: tendermint.abci.ExecTxResult.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an ExecTxResult message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {tendermint.abci.ExecTxResult & tendermint.abci.ExecTxResult.$Shape} ExecTxResult
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tendermint.abci.ExecTxResult & tendermint.abci.ExecTxResult.$Shape;
        }

        namespace ExecTxResult {

            /** Properties of an ExecTxResult. */
            interface $Properties {

                /** ExecTxResult code */
                code?: (number|null);

                /** ExecTxResult data */
                data?: (Uint8Array|null);

                /** ExecTxResult log */
                log?: (string|null);

                /** ExecTxResult info */
                info?: (string|null);

                /** ExecTxResult gasWanted */
                gasWanted?: (Long|null);

                /** ExecTxResult gasUsed */
                gasUsed?: (Long|null);

                /** ExecTxResult events */
                events?: (tendermint.abci.Event.$Properties[]|null);

                /** ExecTxResult codespace */
                codespace?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an ExecTxResult. */
            type $Shape = tendermint.abci.ExecTxResult.$Properties;
        }

        /**
         * Properties of a TxResult.
         * @deprecated Use tendermint.abci.TxResult.$Properties instead.
         */
        interface ITxResult extends tendermint.abci.TxResult.$Properties {
        }

        /** Represents a TxResult. */
        class TxResult {

            /**
             * Constructs a new TxResult.
             * @param [properties] Properties to set
             */
            constructor(properties?: tendermint.abci.TxResult.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** TxResult height. */
            height: Long;

            /** TxResult index. */
            index: number;

            /** TxResult tx. */
            tx: Uint8Array;

            /** TxResult result. */
            result?: (tendermint.abci.ExecTxResult.$Properties|null);

            /**
             * Encodes the specified TxResult message. Does not implicitly {@link tendermint.abci.TxResult.verify|verify} messages.
             * @param message TxResult message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: tendermint.abci.TxResult.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a TxResult message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {tendermint.abci.TxResult & tendermint.abci.TxResult.$Shape} TxResult
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tendermint.abci.TxResult & tendermint.abci.TxResult.$Shape;
        }

        namespace TxResult {

            /** Properties of a TxResult. */
            interface $Properties {

                /** TxResult height */
                height?: (Long|null);

                /** TxResult index */
                index?: (number|null);

                /** TxResult tx */
                tx?: (Uint8Array|null);

                /** TxResult result */
                result?: (tendermint.abci.ExecTxResult.$Properties|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a TxResult. */
            type $Shape = tendermint.abci.TxResult.$Properties;
        }

        /**
         * Properties of a Validator.
         * @deprecated Use tendermint.abci.Validator.$Properties instead.
         */
        interface IValidator extends tendermint.abci.Validator.$Properties {
        }

        /** Represents a Validator. */
        class Validator {

            /**
             * Constructs a new Validator.
             * @param [properties] Properties to set
             */
            constructor(properties?: tendermint.abci.Validator.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Validator address. */
            address: Uint8Array;

            /** Validator power. */
            power: Long;

            /**
             * Encodes the specified Validator message. Does not implicitly {@link tendermint.abci.Validator.verify|verify} messages.
             * @param message Validator message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: tendermint.abci.Validator.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Validator message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {tendermint.abci.Validator & tendermint.abci.Validator.$Shape} Validator
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tendermint.abci.Validator & tendermint.abci.Validator.$Shape;
        }

        namespace Validator {

            /** Properties of a Validator. */
            interface $Properties {

                /** Validator address */
                address?: (Uint8Array|null);

                /** Validator power */
                power?: (Long|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Validator. */
            type $Shape = tendermint.abci.Validator.$Properties;
        }

        /**
         * Properties of a ValidatorUpdate.
         * @deprecated Use tendermint.abci.ValidatorUpdate.$Properties instead.
         */
        interface IValidatorUpdate extends tendermint.abci.ValidatorUpdate.$Properties {
        }

        /** Represents a ValidatorUpdate. */
        class ValidatorUpdate {

            /**
             * Constructs a new ValidatorUpdate.
             * @param [properties] Properties to set
             */
            constructor(properties?: tendermint.abci.ValidatorUpdate.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** ValidatorUpdate pubKey. */
            pubKey?: (tendermint.crypto.PublicKey.$Properties|null);

            /** ValidatorUpdate power. */
            power: Long;

            /**
             * Encodes the specified ValidatorUpdate message. Does not implicitly {@link tendermint.abci.ValidatorUpdate.verify|verify} messages.
             * @param message ValidatorUpdate message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: tendermint.abci.ValidatorUpdate.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a ValidatorUpdate message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {tendermint.abci.ValidatorUpdate & tendermint.abci.ValidatorUpdate.$Shape} ValidatorUpdate
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tendermint.abci.ValidatorUpdate & tendermint.abci.ValidatorUpdate.$Shape;
        }

        namespace ValidatorUpdate {

            /** Properties of a ValidatorUpdate. */
            interface $Properties {

                /** ValidatorUpdate pubKey */
                pubKey?: (tendermint.crypto.PublicKey.$Properties|null);

                /** ValidatorUpdate power */
                power?: (Long|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a ValidatorUpdate. */
            type $Shape = {
              pubKey?: tendermint.crypto.PublicKey.$Shape|null;
              power?: Long|null;
              $unknowns?: Uint8Array[];
            };
        }

        /**
         * Properties of a VoteInfo.
         * @deprecated Use tendermint.abci.VoteInfo.$Properties instead.
         */
        interface IVoteInfo extends tendermint.abci.VoteInfo.$Properties {
        }

        /** Represents a VoteInfo. */
        class VoteInfo {

            /**
             * Constructs a new VoteInfo.
             * @param [properties] Properties to set
             */
            constructor(properties?: tendermint.abci.VoteInfo.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** VoteInfo validator. */
            validator?: (tendermint.abci.Validator.$Properties|null);

            /** VoteInfo blockIdFlag. */
            blockIdFlag: tendermint.types.BlockIDFlag;

            /**
             * Encodes the specified VoteInfo message. Does not implicitly {@link tendermint.abci.VoteInfo.verify|verify} messages.
             * @param message VoteInfo message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: tendermint.abci.VoteInfo.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a VoteInfo message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {tendermint.abci.VoteInfo & tendermint.abci.VoteInfo.$Shape} VoteInfo
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tendermint.abci.VoteInfo & tendermint.abci.VoteInfo.$Shape;
        }

        namespace VoteInfo {

            /** Properties of a VoteInfo. */
            interface $Properties {

                /** VoteInfo validator */
                validator?: (tendermint.abci.Validator.$Properties|null);

                /** VoteInfo blockIdFlag */
                blockIdFlag?: (tendermint.types.BlockIDFlag|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a VoteInfo. */
            type $Shape = tendermint.abci.VoteInfo.$Properties;
        }

        /**
         * Properties of an ExtendedVoteInfo.
         * @deprecated Use tendermint.abci.ExtendedVoteInfo.$Properties instead.
         */
        interface IExtendedVoteInfo extends tendermint.abci.ExtendedVoteInfo.$Properties {
        }

        /** Represents an ExtendedVoteInfo. */
        class ExtendedVoteInfo {

            /**
             * Constructs a new ExtendedVoteInfo.
             * @param [properties] Properties to set
             */
            constructor(properties?: tendermint.abci.ExtendedVoteInfo.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** ExtendedVoteInfo validator. */
            validator?: (tendermint.abci.Validator.$Properties|null);

            /** ExtendedVoteInfo voteExtension. */
            voteExtension: Uint8Array;

            /** ExtendedVoteInfo extensionSignature. */
            extensionSignature: Uint8Array;

            /** ExtendedVoteInfo blockIdFlag. */
            blockIdFlag: tendermint.types.BlockIDFlag;

            /**
             * Encodes the specified ExtendedVoteInfo message. Does not implicitly {@link tendermint.abci.ExtendedVoteInfo.verify|verify} messages.
             * @param message ExtendedVoteInfo message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: tendermint.abci.ExtendedVoteInfo.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an ExtendedVoteInfo message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {tendermint.abci.ExtendedVoteInfo & tendermint.abci.ExtendedVoteInfo.$Shape} ExtendedVoteInfo
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tendermint.abci.ExtendedVoteInfo & tendermint.abci.ExtendedVoteInfo.$Shape;
        }

        namespace ExtendedVoteInfo {

            /** Properties of an ExtendedVoteInfo. */
            interface $Properties {

                /** ExtendedVoteInfo validator */
                validator?: (tendermint.abci.Validator.$Properties|null);

                /** ExtendedVoteInfo voteExtension */
                voteExtension?: (Uint8Array|null);

                /** ExtendedVoteInfo extensionSignature */
                extensionSignature?: (Uint8Array|null);

                /** ExtendedVoteInfo blockIdFlag */
                blockIdFlag?: (tendermint.types.BlockIDFlag|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an ExtendedVoteInfo. */
            type $Shape = tendermint.abci.ExtendedVoteInfo.$Properties;
        }

        /** MisbehaviorType enum. */
        enum MisbehaviorType {

            /** UNKNOWN value */
            UNKNOWN = 0,

            /** DUPLICATE_VOTE value */
            DUPLICATE_VOTE = 1,

            /** LIGHT_CLIENT_ATTACK value */
            LIGHT_CLIENT_ATTACK = 2
        }

        /**
         * Properties of a Misbehavior.
         * @deprecated Use tendermint.abci.Misbehavior.$Properties instead.
         */
        interface IMisbehavior extends tendermint.abci.Misbehavior.$Properties {
        }

        /** Represents a Misbehavior. */
        class Misbehavior {

            /**
             * Constructs a new Misbehavior.
             * @param [properties] Properties to set
             */
            constructor(properties?: tendermint.abci.Misbehavior.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Misbehavior type. */
            type: tendermint.abci.MisbehaviorType;

            /** Misbehavior validator. */
            validator?: (tendermint.abci.Validator.$Properties|null);

            /** Misbehavior height. */
            height: Long;

            /** Misbehavior time. */
            time?: (google.protobuf.Timestamp.$Properties|null);

            /** Misbehavior totalVotingPower. */
            totalVotingPower: Long;

            /**
             * Encodes the specified Misbehavior message. Does not implicitly {@link tendermint.abci.Misbehavior.verify|verify} messages.
             * @param message Misbehavior message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: tendermint.abci.Misbehavior.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Misbehavior message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {tendermint.abci.Misbehavior & tendermint.abci.Misbehavior.$Shape} Misbehavior
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tendermint.abci.Misbehavior & tendermint.abci.Misbehavior.$Shape;
        }

        namespace Misbehavior {

            /** Properties of a Misbehavior. */
            interface $Properties {

                /** Misbehavior type */
                type?: (tendermint.abci.MisbehaviorType|null);

                /** Misbehavior validator */
                validator?: (tendermint.abci.Validator.$Properties|null);

                /** Misbehavior height */
                height?: (Long|null);

                /** Misbehavior time */
                time?: (google.protobuf.Timestamp.$Properties|null);

                /** Misbehavior totalVotingPower */
                totalVotingPower?: (Long|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Misbehavior. */
            type $Shape = tendermint.abci.Misbehavior.$Properties;
        }

        /**
         * Properties of a Snapshot.
         * @deprecated Use tendermint.abci.Snapshot.$Properties instead.
         */
        interface ISnapshot extends tendermint.abci.Snapshot.$Properties {
        }

        /** Represents a Snapshot. */
        class Snapshot {

            /**
             * Constructs a new Snapshot.
             * @param [properties] Properties to set
             */
            constructor(properties?: tendermint.abci.Snapshot.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Snapshot height. */
            height: Long;

            /** Snapshot format. */
            format: number;

            /** Snapshot chunks. */
            chunks: number;

            /** Snapshot hash. */
            hash: Uint8Array;

            /** Snapshot metadata. */
            metadata: Uint8Array;

            /**
             * Encodes the specified Snapshot message. Does not implicitly {@link tendermint.abci.Snapshot.verify|verify} messages.
             * @param message Snapshot message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: tendermint.abci.Snapshot.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Snapshot message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {tendermint.abci.Snapshot & tendermint.abci.Snapshot.$Shape} Snapshot
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tendermint.abci.Snapshot & tendermint.abci.Snapshot.$Shape;
        }

        namespace Snapshot {

            /** Properties of a Snapshot. */
            interface $Properties {

                /** Snapshot height */
                height?: (Long|null);

                /** Snapshot format */
                format?: (number|null);

                /** Snapshot chunks */
                chunks?: (number|null);

                /** Snapshot hash */
                hash?: (Uint8Array|null);

                /** Snapshot metadata */
                metadata?: (Uint8Array|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Snapshot. */
            type $Shape = tendermint.abci.Snapshot.$Properties;
        }

        /**
         * Properties of a RequestInsertTx.
         * @deprecated Use tendermint.abci.RequestInsertTx.$Properties instead.
         */
        interface IRequestInsertTx extends tendermint.abci.RequestInsertTx.$Properties {
        }

        /** Represents a RequestInsertTx. */
        class RequestInsertTx {

            /**
             * Constructs a new RequestInsertTx.
             * @param [properties] Properties to set
             */
            constructor(properties?: tendermint.abci.RequestInsertTx.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** RequestInsertTx tx. */
            tx: Uint8Array;

            /**
             * Encodes the specified RequestInsertTx message. Does not implicitly {@link tendermint.abci.RequestInsertTx.verify|verify} messages.
             * @param message RequestInsertTx message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: tendermint.abci.RequestInsertTx.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a RequestInsertTx message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {tendermint.abci.RequestInsertTx & tendermint.abci.RequestInsertTx.$Shape} RequestInsertTx
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tendermint.abci.RequestInsertTx & tendermint.abci.RequestInsertTx.$Shape;
        }

        namespace RequestInsertTx {

            /** Properties of a RequestInsertTx. */
            interface $Properties {

                /** RequestInsertTx tx */
                tx?: (Uint8Array|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a RequestInsertTx. */
            type $Shape = tendermint.abci.RequestInsertTx.$Properties;
        }

        /**
         * Properties of a ResponseInsertTx.
         * @deprecated Use tendermint.abci.ResponseInsertTx.$Properties instead.
         */
        interface IResponseInsertTx extends tendermint.abci.ResponseInsertTx.$Properties {
        }

        /** Represents a ResponseInsertTx. */
        class ResponseInsertTx {

            /**
             * Constructs a new ResponseInsertTx.
             * @param [properties] Properties to set
             */
            constructor(properties?: tendermint.abci.ResponseInsertTx.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** ResponseInsertTx code. */
            code: number;

            /**
             * Encodes the specified ResponseInsertTx message. Does not implicitly {@link tendermint.abci.ResponseInsertTx.verify|verify} messages.
             * @param message ResponseInsertTx message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: tendermint.abci.ResponseInsertTx.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a ResponseInsertTx message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {tendermint.abci.ResponseInsertTx & tendermint.abci.ResponseInsertTx.$Shape} ResponseInsertTx
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tendermint.abci.ResponseInsertTx & tendermint.abci.ResponseInsertTx.$Shape;
        }

        namespace ResponseInsertTx {

            /** Properties of a ResponseInsertTx. */
            interface $Properties {

                /** ResponseInsertTx code */
                code?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a ResponseInsertTx. */
            type $Shape = tendermint.abci.ResponseInsertTx.$Properties;
        }

        /**
         * Properties of a RequestReapTxs.
         * @deprecated Use tendermint.abci.RequestReapTxs.$Properties instead.
         */
        interface IRequestReapTxs extends tendermint.abci.RequestReapTxs.$Properties {
        }

        /** Represents a RequestReapTxs. */
        class RequestReapTxs {

            /**
             * Constructs a new RequestReapTxs.
             * @param [properties] Properties to set
             */
            constructor(properties?: tendermint.abci.RequestReapTxs.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** RequestReapTxs maxBytes. */
            maxBytes: Long;

            /** RequestReapTxs maxGas. */
            maxGas: Long;

            /**
             * Encodes the specified RequestReapTxs message. Does not implicitly {@link tendermint.abci.RequestReapTxs.verify|verify} messages.
             * @param message RequestReapTxs message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: tendermint.abci.RequestReapTxs.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a RequestReapTxs message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {tendermint.abci.RequestReapTxs & tendermint.abci.RequestReapTxs.$Shape} RequestReapTxs
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tendermint.abci.RequestReapTxs & tendermint.abci.RequestReapTxs.$Shape;
        }

        namespace RequestReapTxs {

            /** Properties of a RequestReapTxs. */
            interface $Properties {

                /** RequestReapTxs maxBytes */
                maxBytes?: (Long|null);

                /** RequestReapTxs maxGas */
                maxGas?: (Long|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a RequestReapTxs. */
            type $Shape = tendermint.abci.RequestReapTxs.$Properties;
        }

        /**
         * Properties of a ResponseReapTxs.
         * @deprecated Use tendermint.abci.ResponseReapTxs.$Properties instead.
         */
        interface IResponseReapTxs extends tendermint.abci.ResponseReapTxs.$Properties {
        }

        /** Represents a ResponseReapTxs. */
        class ResponseReapTxs {

            /**
             * Constructs a new ResponseReapTxs.
             * @param [properties] Properties to set
             */
            constructor(properties?: tendermint.abci.ResponseReapTxs.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** ResponseReapTxs txs. */
            txs: Uint8Array[];

            /**
             * Encodes the specified ResponseReapTxs message. Does not implicitly {@link tendermint.abci.ResponseReapTxs.verify|verify} messages.
             * @param message ResponseReapTxs message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: tendermint.abci.ResponseReapTxs.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a ResponseReapTxs message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {tendermint.abci.ResponseReapTxs & tendermint.abci.ResponseReapTxs.$Shape} ResponseReapTxs
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tendermint.abci.ResponseReapTxs & tendermint.abci.ResponseReapTxs.$Shape;
        }

        namespace ResponseReapTxs {

            /** Properties of a ResponseReapTxs. */
            interface $Properties {

                /** ResponseReapTxs txs */
                txs?: (Uint8Array[]|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a ResponseReapTxs. */
            type $Shape = tendermint.abci.ResponseReapTxs.$Properties;
        }
    }
}

/** Namespace google. */
export namespace google {

    /** Namespace protobuf. */
    namespace protobuf {

        /**
         * Properties of a Timestamp.
         * @deprecated Use google.protobuf.Timestamp.$Properties instead.
         */
        interface ITimestamp extends google.protobuf.Timestamp.$Properties {
        }

        /** Represents a Timestamp. */
        class Timestamp {

            /**
             * Constructs a new Timestamp.
             * @param [properties] Properties to set
             */
            constructor(properties?: google.protobuf.Timestamp.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Timestamp seconds. */
            seconds: Long;

            /** Timestamp nanos. */
            nanos: number;

            /**
             * Encodes the specified Timestamp message. Does not implicitly {@link google.protobuf.Timestamp.verify|verify} messages.
             * @param message Timestamp message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: google.protobuf.Timestamp.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Timestamp message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {google.protobuf.Timestamp & google.protobuf.Timestamp.$Shape} Timestamp
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): google.protobuf.Timestamp & google.protobuf.Timestamp.$Shape;
        }

        namespace Timestamp {

            /** Properties of a Timestamp. */
            interface $Properties {

                /** Timestamp seconds */
                seconds?: (Long|null);

                /** Timestamp nanos */
                nanos?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Timestamp. */
            type $Shape = google.protobuf.Timestamp.$Properties;
        }

        /**
         * Properties of a Duration.
         * @deprecated Use google.protobuf.Duration.$Properties instead.
         */
        interface IDuration extends google.protobuf.Duration.$Properties {
        }

        /** Represents a Duration. */
        class Duration {

            /**
             * Constructs a new Duration.
             * @param [properties] Properties to set
             */
            constructor(properties?: google.protobuf.Duration.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Duration seconds. */
            seconds: Long;

            /** Duration nanos. */
            nanos: number;

            /**
             * Encodes the specified Duration message. Does not implicitly {@link google.protobuf.Duration.verify|verify} messages.
             * @param message Duration message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: google.protobuf.Duration.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Duration message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {google.protobuf.Duration & google.protobuf.Duration.$Shape} Duration
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): google.protobuf.Duration & google.protobuf.Duration.$Shape;
        }

        namespace Duration {

            /** Properties of a Duration. */
            interface $Properties {

                /** Duration seconds */
                seconds?: (Long|null);

                /** Duration nanos */
                nanos?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Duration. */
            type $Shape = google.protobuf.Duration.$Properties;
        }
    }
}
