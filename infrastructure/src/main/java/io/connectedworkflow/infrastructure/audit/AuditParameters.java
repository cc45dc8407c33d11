package io.connectedworkflow.infrastructure.audit;

import io.connectedworkflow.application.audit.Auditor;
import io.connectedworkflow.domain.refusal.Refusal.ParameterInvalid;
import io.connectedworkflow.domain.refusal.Text;
import io.connectedworkflow.infrastructure.web.GivenTime;
import io.connectedworkflow.infrastructure.web.Lines;
import io.connectedworkflow.infrastructure.web.PageToken;
import io.connectedworkflow.infrastructure.web.QueryString;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the parameters of an auditor's request; what is malformed is refused with {@link ParameterInvalid}. */
public final class AuditParameters {

    private static final String FROM = "from";
    private static final String TO = "to";
    private static final int MOST = 200;
    private static final Pattern SIZE = Pattern.compile("[1-9][0-9]{0,2}");

    private final QueryString query;
    private final Auditor auditor;
    private final boolean lines;

    public AuditParameters(HttpServletRequest request, Auditor auditor) {
        query = QueryString.of(request);
        this.auditor = auditor;
        lines = Lines.areWanted(request);
    }

    /** Whether everything is wanted, line by line. */
    public boolean lines() {
        return lines;
    }

    @Nullable
    public String organization() {
        return auditor.organization(id("organization"));
    }

    @Nullable
    public String id(String name) {
        return text(name, Text::isId);
    }

    @Nullable
    public String text(String name, Predicate<String> form) {
        var value = query.value(name);
        if (value.isPresent() && !form.test(value.get())) {
            throw invalid(name);
        }
        return value.orElse(null);
    }

    /** The first instant that counts. */
    @Nullable
    public Instant from() {
        return query.time(FROM).map(GivenTime::first).orElse(null);
    }

    /** The end of the time that begins at {@code from}: the first instant that counts no more. */
    @Nullable
    public Instant to(@Nullable Instant from) {
        var to = query.time(TO).map(GivenTime::last).orElse(null);
        if (from != null && to != null && to.isBefore(from)) {
            throw invalid(TO);
        }
        return to;
    }

    public int pageSize() {
        var size = query.value("page_size").orElse(Integer.toString(MOST));
        if (!SIZE.matcher(size).matches() || Integer.parseInt(size) > MOST) {
            throw invalid("page_size");
        }
        return Integer.parseInt(size);
    }

    /** The place that the token stands for. Lines have no pages, so that none of them has a token. */
    public Optional<Matcher> place(Pattern form, Object filter) {
        var place = PageToken.read(query, form, filter.toString());
        if (lines && place.isPresent()) {
            throw invalid("page_token");
        }
        return place;
    }

    private static RuntimeException invalid(String name) {
        return new ParameterInvalid(name).asException();
    }
}
