package io.connectedworkflow.application.workflow;

import io.connectedworkflow.domain.refusal.Refusal;
import io.connectedworkflow.domain.refusal.RefusedException;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The result of a call: the answer, or why it is refused. A refusal is an answer like any other, and nothing has
 * changed by the call; what is nobody's answer, such as a database that cannot be reached, is thrown.
 *
 * @param <T> what is asked for
 */
public sealed interface Outcome<T> {

    /** It was done; never null. */
    record Success<T>(T value) implements Outcome<T> {}

    /** It was refused, and nothing has changed. */
    record Refused<T>(Refusal refusal) implements Outcome<T> {}

    /** What comes of a call that throws its refusals. */
    static <T> Outcome<T> of(Supplier<T> call) {
        try {
            return new Success<>(call.get());
        } catch (RefusedException refused) {
            return new Refused<>(refused.refusal());
        }
    }

    /** What was asked for, or {@link RefusedException}. */
    default T orElseThrow() {
        return switch (this) {
            case Success<T>(var value) -> value;
            case Refused<T>(var refusal) -> throw refusal.asException();
        };
    }

    /** The same outcome, with something made of what was asked for; what that throws is thrown. */
    default <R> Outcome<R> map(Function<? super T, ? extends R> make) {
        return switch (this) {
            case Success<T>(var value) -> new Success<>(make.apply(value));
            case Refused<T>(var refusal) -> new Refused<>(refusal);
        };
    }
}
