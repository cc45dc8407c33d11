package io.connectedworkflow.application.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.connectedworkflow.domain.refusal.Refusal.AlreadyActive;
import io.connectedworkflow.domain.refusal.RefusedException;
import org.junit.jupiter.api.Test;

/** A refusal goes where its outcome goes. */
class OutcomeTest {

    private static final Outcome<String> REFUSED = Outcome.of(() -> {
        throw new AlreadyActive().asException();
    });

    @Test
    void is_what_was_asked_for() {
        assertThat(Outcome.of(() -> "done").orElseThrow()).isEqualTo("done");
        assertThat(Outcome.of(() -> "done").map(String::length)).isEqualTo(new Outcome.Success<>(4));
    }

    @Test
    void is_a_refusal_until_somebody_throws_it() {
        assertThat(REFUSED).isEqualTo(new Outcome.Refused<>(new AlreadyActive()));
        assertThat(REFUSED.map(String::length)).isEqualTo(REFUSED);
        assertThatThrownBy(REFUSED::orElseThrow).isInstanceOfSatisfying(RefusedException.class,
                thrown -> assertThat(thrown.refusal()).isEqualTo(new AlreadyActive()));
    }

    @Test
    void is_nothing_where_the_call_fails() {
        var failure = new IllegalStateException("the database is gone");

        assertThatThrownBy(() -> Outcome.of(() -> {
            throw failure;
        })).isSameAs(failure);
    }
}
