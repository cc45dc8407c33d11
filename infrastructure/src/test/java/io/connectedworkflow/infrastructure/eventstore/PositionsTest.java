package io.connectedworkflow.infrastructure.eventstore;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.axonframework.eventhandling.GapAwareTrackingToken;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.MergedTrackingToken;
import org.axonframework.eventhandling.ReplayToken;
import org.axonframework.eventhandling.tokenstore.ConfigToken;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A streaming processor must find again where it stood, after a restart and on another node. */
class PositionsTest {

    private static final GapAwareTrackingToken THEN = new GapAwareTrackingToken(7, List.of(3L, 5L));
    private static final GapAwareTrackingToken NOW = new GapAwareTrackingToken(11, List.of());

    private static final GlobalSequenceTrackingToken BACK = new GlobalSequenceTrackingToken(5);
    private static final GlobalSequenceTrackingToken HERE = new GlobalSequenceTrackingToken(9_007_199_254_740_993L);

    private final EventSerializer serializer = new EventSerializer();

    /** All that Axon keeps in the token store of a JDBC event store, and what our own subscriptions do. */
    static Stream<Object> positions() {
        return Stream.of(THEN, ReplayToken.createReplayToken(NOW, THEN), new MergedTrackingToken(THEN, NOW),
                HERE, ReplayToken.createReplayToken(HERE, BACK), new ConfigToken(Map.of("id", "store-1")));
    }

    @ParameterizedTest
    @MethodSource("positions")
    void a_position_is_read_as_it_was_stored(Object position) {
        assertThat(serializer.<byte[], Object>deserialize(serializer.serialize(position, byte[].class)))
                .isEqualTo(position);
    }
}
