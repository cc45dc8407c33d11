package io.connectedworkflow.application.replay;

import io.connectedworkflow.application.audit.Slice;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Port: the replays that are remembered, and their reports. */
public interface Replays {

    /**
     * Adds a replay, which then goes on by itself; or none, where this many of the same organization have not ended, also
     * of those that are asked for at the same time.
     *
     * @param user who asks for it; null for an administrator
     * @param most how many may go on at once, this one included
     */
    Optional<Replay> add(String id, ReplayRange range, @Nullable String user, int most);

    /** The replay with this id, if it is one of the organization; null for whatever organization. */
    Optional<Replay> find(@Nullable String organization, String id);

    /**
     * The newest ones of the organization, null for all.
     *
     * @param before the id behind which they begin; null for the newest
     * @param most   how many at most
     */
    Slice<Replay> page(@Nullable String organization, @Nullable String before, int most);

    /** How many of the organization, null for those of all organizations together, have not ended by now. */
    int running(@Nullable String organization);

    /** Ends a replay, unless it has ended. */
    void cancel(String id);

    /** Hands over a part of a report as far as it is there, each element as a JSON object, a few at a time. */
    void read(String id, ReportPart part, Consumer<String> reader);
}
