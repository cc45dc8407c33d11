package io.connectedworkflow.infrastructure.replay;

import static io.connectedworkflow.infrastructure.web.Answer.object;

import io.connectedworkflow.application.audit.Auditor;
import io.connectedworkflow.application.replay.Replay;
import io.connectedworkflow.application.replay.ReplayAudit;
import io.connectedworkflow.application.replay.ReportPart;
import io.connectedworkflow.domain.refusal.Refusal.ParameterInvalid;
import io.connectedworkflow.domain.refusal.Refusal.ParameterMissing;
import io.connectedworkflow.infrastructure.web.Answer;
import io.connectedworkflow.infrastructure.web.Csv;
import io.connectedworkflow.infrastructure.web.QueryString;
import io.connectedworkflow.infrastructure.web.RequestMemory;
import io.connectedworkflow.infrastructure.web.Sections;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.util.RawValue;

/** A replay's report as far as it goes, for download: all of it as JSON, or a part of it as a table. */
record ReplayReport(ReplayAudit replays, Auditor auditor, Replay replay) {

    private static final String PART = "part";
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();
    private static final TypeReference<Map<String, @Nullable Object>> ELEMENT = new TypeReference<>() {
    };

    Answer answer(HttpServletRequest request) {
        RequestMemory.takeForLog();
        return Answer.ok(Csv.isWanted(request) ? table(part(QueryString.of(request))) : whole());
    }

    private static ReportPart part(QueryString query) {
        var name = query.value(PART).orElseThrow(() -> new ParameterMissing(PART).asException());
        return Arrays.stream(ReportPart.values()).filter(part -> key(part).equals(name)).findFirst()
                .orElseThrow(() -> new ParameterInvalid(PART).asException());
    }

    private Sections whole() {
        var parts = object("replay", ReplayAnswers.replay(replay));
        for (var part : ReportPart.values()) {
            if (part != ReportPart.UNREADABLE || hasUnreadable()) {
                parts.put(key(part), new Sections.Elements(
                        elements -> read(part, json -> elements.accept(new RawValue(json)))));
            }
        }
        return new Sections(parts);
    }

    // The part is there only where it says something.
    private boolean hasUnreadable() {
        var any = new AtomicBoolean();
        read(ReportPart.UNREADABLE, json -> any.set(true));
        return any.get();
    }

    private Csv table(ReportPart part) {
        var columns = columns(part);
        return new Csv(columns, rows -> read(part, json -> {
            var element = JSON.readValue(json, ELEMENT);
            rows.accept(columns.stream().map(column -> cell(element.get(column))).toList());
        }));
    }

    private void read(ReportPart part, Consumer<String> reader) {
        replays.read(auditor, replay.id(), part, reader).orElseThrow();
    }

    private static List<String> columns(ReportPart part) {
        return switch (part) {
            case COUNTS -> List.of("user_id", "event", "count");
            case WORKFLOWS -> List.of("id", "organization_id", "version", "deleted", "sequence_number",
                    "created_time", "created_by", "modified_time", "modified_by", "name", "description", "status",
                    "nodes", "connections", "rules");
            case UNREADABLE -> List.of("id", "organization_id", "version");
            case DIFFERENCES -> List.of("organization_id", "workflow_id", "what", "path", "expected", "actual");
        };
    }

    private static String cell(@Nullable Object value) {
        return switch (value) {
            case null -> "";
            case String text -> text;
            default -> JSON.writeValueAsString(value);
        };
    }

    private static String key(ReportPart part) {
        return part.name().toLowerCase(Locale.ROOT);
    }
}
