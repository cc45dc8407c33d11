package io.connectedworkflow.domain.organization;

import org.jspecify.annotations.Nullable;

/**
 * An active user of an organization, as the directory knows one; null is what it does not say.
 *
 * @param id the user's id
 */
public record User(String id, @Nullable String fullName, @Nullable String email, @Nullable Profile profile) {

    /** One of whom the directory says no more than an id, and perhaps a name. */
    static User unknown(String id, Directory directory) {
        return new User(id, directory.userNames().get(id), null, null);
    }

    /**
     * What a user is in the organization.
     *
     * @param id the profile's id
     */
    public record Profile(String id, String name) {}
}
