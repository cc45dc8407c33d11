package io.connectedworkflow.infrastructure.subscription;

import io.connectedworkflow.infrastructure.eventstore.StoredEvents;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.messaging.StreamableMessageSource;
import org.jspecify.annotations.Nullable;

/**
 * The log as a streaming processor reads it: as far as nothing can be added any more, so that a plain position says all
 * that there is to remember.
 */
final class LogSource implements StreamableMessageSource<TrackedEventMessage<?>> {

    private static final int ROWS_AT_ONCE = 100;

    private final StoredEvents events;
    private final HeadWatch head;

    LogSource(StoredEvents events, HeadWatch head) {
        this.events = events;
        this.head = head;
    }

    @Override
    public BlockingStream<TrackedEventMessage<?>> openStream(@Nullable TrackingToken token) {
        return new LogStream(token == null ? 0 : token.position().orElse(0));
    }

    /** For the coordinator of a processor, which does not wait: it is told when there is more. */
    private final class LogStream implements BlockingStream<TrackedEventMessage<?>> {

        private final Queue<TrackedEventMessage<?>> ahead = new ArrayDeque<>();
        private long position;
        private @Nullable Runnable onMore;

        private LogStream(long position) {
            this.position = position;
        }

        @Override
        public boolean hasNextAvailable(int timeout, TimeUnit unit) {
            return peek().isPresent();
        }

        @Override
        public Optional<TrackedEventMessage<?>> peek() {
            for (var end = head.position(); ahead.isEmpty() && position < end;) {
                var section = next(end);
                ahead.addAll(section.events());
                position = section.upTo();
            }
            return Optional.ofNullable(ahead.peek());
        }

        private StoredEvents.Section next(long end) {
            try {
                return events.next(position, end, ROWS_AT_ONCE);
            } catch (Error error) {
                // Of an error, the coordinator would never get up again.
                throw new IllegalStateException("The log could not be read", error);
            }
        }

        @Override
        public TrackedEventMessage<?> nextAvailable() {
            return peek().map(next -> ahead.remove()).orElseThrow();
        }

        @Override
        public boolean setOnAvailableCallback(Runnable callback) {
            onMore = callback;
            head.add(callback);
            return true;
        }

        @Override
        public void close() {
            if (onMore != null) {
                head.remove(onMore);
            }
        }
    }
}
