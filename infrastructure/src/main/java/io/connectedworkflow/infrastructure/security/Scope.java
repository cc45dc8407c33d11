package io.connectedworkflow.infrastructure.security;

import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A scope of a token. Any one of a scope's names is enough; their case does not matter. */
public enum Scope {
    /** To create workflows and rules. */
    CREATE(workflows("CREATE")),
    /** To read workflows and rules. */
    READ(workflows("READ")),
    /** To change workflows and rules. */
    UPDATE(workflows("UPDATE")),
    /** To delete workflows and rules. */
    DELETE(workflows("DELETE")),
    /** To know oneself, and the organization that one belongs to: any token of an organization's user will do. */
    MEMBER(Stream.empty()),
    /** To read which modules there are; what manages workflows must know them, so its scopes will do. */
    READ_MODULES(settings("modules")),
    /** To read which fields modules have; as for modules. */
    READ_FIELDS(settings("fields")),
    /** To administrate organizations and their clients. */
    ADMIN(Stream.of("ConnectedWorkflow.admin")),
    /** To read what happened, and what was refused, in all workflows of an organization. */
    AUDIT(Stream.of("ConnectedWorkflow.audit")),
    /** For endpoints that need no token. */
    NONE(Stream.empty());

    private static final String ALL = ".all";
    private static final Pattern BELOW = Pattern.compile("(?:[a-z0-9_]+\\.)*(?:all|create|read|update|delete|write)");
    private static final Pattern NAME = Pattern.compile("[\\x21\\x23-\\x2B\\x2D-\\x5B\\x5D-\\x7E]+");

    @SuppressWarnings("ImmutableEnumChecker") // it is a copy
    private final Set<String> names;

    Scope(Stream<String> names) {
        this.names = names.map(Scope::normalized).collect(Collectors.toUnmodifiableSet());
    }

    /** Whether a token that stands for this is good for it. An administrator may also audit, and nobody else administrate. */
    public boolean isIn(Grant grant) {
        var administrates = grant.actor() == null;
        return switch (this) {
            case ADMIN -> administrates && isNamed(grant);
            case AUDIT -> administrates ? ADMIN.isNamed(grant) : isNamed(grant);
            case MEMBER -> !administrates;
            default -> isNamed(grant);
        };
    }

    private boolean isNamed(Grant grant) {
        return names.stream().anyMatch(grant.scopes()::contains);
    }

    /** Whether it is about what belongs to one organization. */
    public boolean isOfOrganization() {
        return this != ADMIN && this != AUDIT && this != NONE;
    }

    /**
     * Whether somebody who was granted a scope may be given a token for the other: the same one, or, where the granted one
     * ends with {@code .ALL}, an operation on what it is about or on a part of it. What a token is good for is another
     * question: {@link #isIn}.
     */
    public static boolean includes(String granted, String wanted) {
        var all = normalized(granted);
        var one = normalized(wanted);
        if (!all.endsWith(ALL)) {
            return all.equals(one);
        }
        var common = all.substring(0, all.length() - ALL.length() + 1);
        return all.equals(one)
                || (one.startsWith(common) && BELOW.matcher(one.substring(common.length())).matches());
    }

    /**
     * Whether it takes the leave of the organization's edition and the user's permissions. What the directory says needs
     * none: it is the CRM's, and anybody in it may look around.
     */
    public boolean isOfWorkflows() {
        return switch (this) {
            case CREATE, READ, UPDATE, DELETE -> true;
            case AUDIT, MEMBER, READ_MODULES, READ_FIELDS, ADMIN, NONE -> false;
        };
    }

    /** The form in which names of scopes are compared. */
    public static String normalized(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    /** The names in the form in which they are compared. */
    public static Set<String> normalized(Collection<String> names) {
        return names.stream().map(Scope::normalized).collect(Collectors.toUnmodifiableSet());
    }

    /** Whether a text can be the name of a scope: the characters of RFC 6749, 3.3, without the comma. */
    public static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    /** The names in a list that is separated by commas or spaces. */
    public static Set<String> split(String list) {
        return Arrays.stream(list.split("[, ]")).filter(name -> !name.isEmpty())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static Stream<String> settings(String resource) {
        return Stream.concat(
                Stream.of("ZohoCRM.settings." + resource + ".READ", "ZohoCRM.settings." + resource + ".ALL"),
                Stream.of("CREATE", "READ", "UPDATE", "DELETE").flatMap(Scope::workflows));
    }

    private static Stream<String> workflows(String operation) {
        return Stream.of("ZohoCRM.settings.connected_workflows." + operation,
                "ZohoCRM.settings.connected_workflows.ALL", "ZohoCRM.settings.ALL");
    }
}
