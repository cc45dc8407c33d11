package io.connectedworkflow.infrastructure.security;

import io.connectedworkflow.domain.refusal.Refusal.CallerUnknown;
import io.connectedworkflow.domain.refusal.Refusal.CredentialsMissing;
import jakarta.servlet.http.HttpServletRequest;

/**
 * Port: whom a request to the REST endpoints comes from. An application that embeds us, and has its own way to tell, replaces
 * it by a bean. It is asked before any other filter has seen the request.
 *
 * <p>It must not look at what a browser sends by itself, such as a cookie or the password of HTTP Basic, unless it also checks
 * where the request comes from: our endpoints take JSON under any Content-Type, so that a page of anybody's could make the
 * browser send one (cross-site request forgery).
 */
public interface RequestCallers {

    /**
     * Whom the request comes from, and what it is good for. Refused with {@link CredentialsMissing} if it does not say, and with
     * {@link CallerUnknown} if what it says does not count.
     */
    Grant grant(HttpServletRequest request);
}
