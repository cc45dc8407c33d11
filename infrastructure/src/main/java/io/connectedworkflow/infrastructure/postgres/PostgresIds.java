package io.connectedworkflow.infrastructure.postgres;

import io.connectedworkflow.domain.workflow.Ids;
import io.connectedworkflow.infrastructure.CannotStartException;
import io.connectedworkflow.infrastructure.background.RepeatedFailures;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Makes ids without a round trip: 41 bits of milliseconds since 2015, 10 of a node's number, 12 of a counter. A node
 * leases its number in PostgreSQL, together with a stretch of time, and gives out no id beyond that stretch; whoever
 * leases the number next begins behind it. So no id is ever given twice, whatever a clock does, however long a node was
 * halted, and however it ended.
 */
public final class PostgresIds implements Ids, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PostgresIds.class);

    /** 2015-01-01T00:00:00Z: ids have 19 digits from the middle of 2022 on, and fit in 63 bits until 2084. */
    private static final long EPOCH = 1_420_070_400_000L;
    private static final long END = 1L << 41;
    private static final int COUNTER_BITS = 12;
    private static final int NODE_BITS = 10;
    private static final Duration STRETCH = Duration.ofMinutes(1);
    private static final Duration RENEWAL = Duration.ofSeconds(20);

    private static final String LEASE = """
        update connected_workflow.id_node set leased_until = now() + interval '60 seconds',
            reserved_until = greatest(reserved_until, ?) + ?
        where node = (select node from connected_workflow.id_node where leased_until < now() and reserved_until < ?
            order by node limit 1 for update skip locked)
        returning node, reserved_until""";
    private static final String RENEW = """
        update connected_workflow.id_node set leased_until = now() + interval '60 seconds',
            reserved_until = greatest(reserved_until, ?)
        where node = ? and reserved_until = ?
        returning node, reserved_until""";
    private static final String RELEASE = """
        update connected_workflow.id_node set leased_until = '-infinity', reserved_until = ?
        where node = ? and reserved_until = ?""";

    // Its own connections: a lease must not be undone with the command that needs it, nor wait for one of the pool's.
    private final JdbcTemplate jdbc;
    private final InstantSource clock;
    private final Lock renewing = new ReentrantLock();
    private final ScheduledExecutorService renewal = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("connected-workflow-ids").factory());
    private final RepeatedFailures task = new RepeatedFailures(LOG, "Renewing the lease of a node number for ids",
            RepeatedFailures.A_MINUTE);
    private Lease lease;
    private long lastTick;

    private record Lease(int node, long until) {}

    /**
     * Leases a node number, and keeps it until closed.
     *
     * @throws CannotStartException if the clock is where there are no ids
     */
    public PostgresIds(Database database, InstantSource clock) {
        jdbc = database.besideThePool();
        this.clock = clock;
        lease = lease(now());
        lastTick = firstTick(lease);
        renewal.scheduleAtFixedRate(this::renewQuietly, RENEWAL.toMillis(), RENEWAL.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    @Override
    public String next() {
        for (;;) {
            long millisecond;
            synchronized (this) {
                // A tick is a millisecond and a counter within it. When the clock stands still or goes back, ticks go on.
                var tick = Math.max(lastTick + 1, now() << COUNTER_BITS);
                millisecond = tick >>> COUNTER_BITS;
                if (millisecond < lease.until) {
                    lastTick = tick;
                    var counter = tick & ((1L << COUNTER_BITS) - 1);
                    return Long.toString((((millisecond << NODE_BITS) | lease.node) << COUNTER_BITS) | counter);
                }
            }
            renew(millisecond, true);
        }
    }

    /** Gives the node number back, if that can be done at once; else it is free when its lease has run out. */
    @Override
    public void close() {
        renewal.shutdownNow();
        Lease last;
        long unused;
        synchronized (this) {
            last = lease;
            unused = (lastTick >>> COUNTER_BITS) + 1;
            lease = new Lease(last.node, 0);
        }
        try {
            jdbc.update(RELEASE, unused, last.node, last.until);
        } catch (DataAccessException unreachable) {
            LOG.debug("Node number {} was not given back", last.node, unreachable);
        }
    }

    private void renewQuietly() {
        try {
            long from;
            synchronized (this) {
                from = Math.max(now(), (lastTick >>> COUNTER_BITS) + 1);
            }
            renew(from, false);
            task.worked();
        } catch (Throwable failure) {
            // Whatever it is, nobody else would tell, and the next try may be better.
            if (!renewal.isShutdown()) {
                task.failed(failure, RENEWAL);
            }
        }
    }

    // Nobody who makes ids waits for PostgreSQL meanwhile, unless the stretch is used up.
    private void renew(long from, boolean onlyIfUsedUp) {
        renewing.lock();
        try {
            Lease held;
            synchronized (this) {
                held = lease;
            }
            if (onlyIfUsedUp && from < held.until) {
                return;
            }
            // The lease may be lost by now. Then nobody has renewed it, or somebody else has and the condition fails.
            var renewed = query(RENEW, within(from) + STRETCH.toMillis(), held.node, held.until);
            var leased = renewed.isEmpty() ? lease(from) : renewed.getFirst();
            synchronized (this) {
                lease = leased;
                if (renewed.isEmpty()) {
                    lastTick = firstTick(leased);
                }
            }
        } finally {
            renewing.unlock();
        }
    }

    private Lease lease(long from) {
        // What a clock that was wrong has once reserved stays so; other numbers are free of it.
        var free = query(LEASE, within(from), STRETCH.toMillis(), END - STRETCH.toMillis());
        if (free.isEmpty()) {
            throw new IllegalStateException("All 1024 node numbers are leased");
        }
        return free.getFirst();
    }

    /** Refuses a time for which there are no ids, as that of a clock which nobody should believe. */
    public static void requireCredible(Instant time) {
        within(time.toEpochMilli() - EPOCH);
    }

    // Beyond, ids would be negative.
    private static long within(long from) {
        if (from < 0 || from >= END - STRETCH.toMillis()) {
            throw new ClockOutOfRangeException(Instant.ofEpochMilli(from + EPOCH));
        }
        return from;
    }

    private List<Lease> query(String sql, Object... parameters) {
        return jdbc.query(sql, (row, i) -> new Lease(row.getInt(1), row.getLong(2)), parameters);
    }

    private static long firstTick(Lease lease) {
        return (lease.until - STRETCH.toMillis()) << COUNTER_BITS;
    }

    private long now() {
        return clock.millis() - EPOCH;
    }
}
