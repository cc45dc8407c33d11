package io.connectedworkflow.domain.organization;

import io.connectedworkflow.domain.refusal.Refusal.EditionTooLow;
import io.connectedworkflow.domain.refusal.Refusal.PermissionMissing;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An organization as the actor sees it, at one moment: everything that one request is judged by.
 *
 * @param actor       who looks
 * @param permissions what the actor's profile allows
 * @param name        what the organization is called; null where the directory does not say
 * @param user        what the directory says of the actor; nothing is judged by it
 */
public record Organization(Actor actor, Edition edition, EditionLimits limits, Set<Permission> permissions,
        Directory directory, @Nullable String name, User user) {

    /** An organization of which nothing is said that nothing is judged by. */
    public Organization(Actor actor, Edition edition, EditionLimits limits, Set<Permission> permissions,
            Directory directory) {
        this(actor, edition, limits, permissions, directory, null, User.unknown(actor.user(), directory));
    }

    /** An organization with the limits that its edition has where nothing else is said. */
    public static Organization of(Actor actor, Edition edition, Set<Permission> permissions, Directory directory) {
        return new Organization(actor, edition, EditionLimits.of(edition), permissions, directory);
    }

    /**
     * Lets the actor manage connected workflows, or refuses: {@link EditionTooLow} first, {@link PermissionMissing}
     * second.
     *
     * @return the permission that it relies on
     */
    public Permission admit() {
        if (!edition.hasConnectedWorkflows()) {
            throw new EditionTooLow().asException();
        }
        return permissions.stream().sorted().findFirst().orElseThrow(() -> new PermissionMissing().asException());
    }

    /** The organization's id. */
    public String id() {
        return actor.organization();
    }

    /** The organization's modules. */
    public Modules modules() {
        return directory.modules();
    }
}
