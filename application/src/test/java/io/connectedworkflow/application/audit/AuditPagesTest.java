package io.connectedworkflow.application.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.connectedworkflow.application.audit.Refusals.Place;
import io.connectedworkflow.application.audit.Refusals.Remembered;
import io.connectedworkflow.application.evidence.Checkpoint;
import io.connectedworkflow.application.evidence.CheckpointAudit;
import io.connectedworkflow.application.evidence.Checkpoints.Numbered;
import io.connectedworkflow.application.workflow.Outcome;
import io.connectedworkflow.domain.refusal.Refusal.ParameterInvalid;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How auditors are handed checkpoints and refusals: a page of them, or all, part by part. */
class AuditPagesTest {

    private static final Instant AT = Instant.parse("2026-02-03T04:45:00Z");
    private static final Auditor ADMINISTRATOR = new Auditor(null);
    private static final Auditor OF_SEVEN = new Auditor("7");
    private static final RefusalFilter ANY = new RefusalFilter(null, null, null, null, null, null);

    private final List<@Nullable String> asked = new ArrayList<>();

    private static Numbered checkpoint(long number) {
        return new Numbered(number,
                new Checkpoint("7", number, number, "hash", AT, "key", "public key", "signature"));
    }

    private static Remembered refusal(long number) {
        return new Remembered(new Place(AT, number),
                new RefusedRequest(AT, "7", "1", "request", "GET", "/", null, 400, "CODE", "message"));
    }

    private static <T> Slice<T> part(List<T> all, int most) {
        return new Slice<>(all.stream().limit(most).toList(), all.size() > most);
    }

    private CheckpointAudit checkpoints(int count) {
        return new CheckpointAudit((organization, before, most) -> {
            asked.add(organization);
            var last = before == null ? count : before - 1;
            return part(LongStream.rangeClosed(1, last).map(i -> last + 1 - i).mapToObj(AuditPagesTest::checkpoint)
                    .toList(), most);
        });
    }

    private RefusalAudit refusals(int count) {
        return new RefusalAudit((filter, before, most) -> {
            asked.add(filter.organization());
            var last = before == null ? count : before.number() - 1;
            return part(LongStream.rangeClosed(1, last).map(i -> last + 1 - i).mapToObj(AuditPagesTest::refusal)
                    .toList(), most);
        });
    }

    @Test
    void a_page_begins_behind_a_place() {
        assertThat(checkpoints(5).page(ADMINISTRATOR, null, 4L, 2))
                .isEqualTo(new Outcome.Success<>(new Slice<>(List.of(checkpoint(3), checkpoint(2)), true)));
        assertThat(refusals(5).page(ADMINISTRATOR, ANY, new Place(AT, 3), 2))
                .isEqualTo(new Outcome.Success<>(new Slice<>(List.of(refusal(2), refusal(1)), false)));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 10_001})
    void a_page_of_no_such_size_is_refused(int size) {
        assertThatIllegalArgumentException().isThrownBy(() -> checkpoints(1).page(ADMINISTRATOR, null, null, size));
        assertThatIllegalArgumentException().isThrownBy(() -> refusals(1).page(ADMINISTRATOR, ANY, null, size));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 10_000})
    void a_page_may_have_from_one_to_ten_thousand(int size) {
        assertThat(checkpoints(10_001).page(ADMINISTRATOR, null, null, size).orElseThrow().found()).hasSize(size);
        assertThat(refusals(10_001).page(ADMINISTRATOR, ANY, null, size).orElseThrow().found()).hasSize(size);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1000, 1001, 2500})
    void all_are_handed_over_once_each_the_newest_first(int count) {
        var numbers = new ArrayList<Long>();
        assertThat(checkpoints(count).forEach(ADMINISTRATOR, null, found -> numbers.add(found.ordinal())))
                .isEqualTo(new Outcome.Success<>((long) count));
        assertThat(refusals(count).forEach(ADMINISTRATOR, ANY, found -> numbers.add(found.place().number())))
                .isEqualTo(new Outcome.Success<>((long) count));

        var newestFirst = LongStream.rangeClosed(1, count).map(i -> count + 1 - i).boxed().toList();
        assertThat(numbers).hasSize(2 * count).startsWith(newestFirst.toArray(Long[]::new))
                .endsWith(newestFirst.toArray(Long[]::new));
    }

    @Test
    void an_auditor_of_an_organization_sees_what_is_its_own() {
        var ofEight = new RefusalFilter("8", null, null, null, null, null);
        var refused = new Outcome.Refused<>(new ParameterInvalid("organization"));

        assertThat(checkpoints(1).page(OF_SEVEN, "8", null, 1)).isEqualTo(refused);
        assertThat(checkpoints(1).forEach(OF_SEVEN, "8", found -> {})).isEqualTo(refused);
        assertThat(refusals(1).page(OF_SEVEN, ofEight, null, 1)).isEqualTo(refused);
        assertThat(refusals(1).forEach(OF_SEVEN, ofEight, found -> {})).isEqualTo(refused);
        assertThat(asked).isEmpty();

        checkpoints(1).page(OF_SEVEN, null, null, 1).orElseThrow();
        checkpoints(1).forEach(OF_SEVEN, null, found -> {}).orElseThrow();
        refusals(1).page(OF_SEVEN, ANY, null, 1).orElseThrow();
        refusals(1).forEach(OF_SEVEN, ANY, found -> {}).orElseThrow();
        assertThat(asked).hasSize(4).allMatch(organization -> Objects.equals(organization, "7"));
    }

    @Test
    void what_no_store_can_keep_is_refused_by_the_name_of_its_parameter() {
        assertThat(refusals(1).page(ADMINISTRATOR, new RefusalFilter(null, "\0", null, null, null, null), null, 1))
                .isEqualTo(new Outcome.Refused<>(new ParameterInvalid("workflow")));
        assertThat(refusals(1).page(ADMINISTRATOR, new RefusalFilter(null, null, "\0", null, null, null), null, 1))
                .isEqualTo(new Outcome.Refused<>(new ParameterInvalid("user")));
        assertThat(refusals(1).page(ADMINISTRATOR, new RefusalFilter(null, null, null, "\0", null, null), null, 1))
                .isEqualTo(new Outcome.Refused<>(new ParameterInvalid("code")));
        assertThat(checkpoints(1).page(ADMINISTRATOR, "\0", null, 1))
                .isEqualTo(new Outcome.Refused<>(new ParameterInvalid("organization")));
    }
}
