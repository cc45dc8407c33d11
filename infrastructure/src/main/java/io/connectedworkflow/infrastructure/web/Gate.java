package io.connectedworkflow.infrastructure.web;

import io.connectedworkflow.application.audit.Auditor;
import io.connectedworkflow.application.workflow.Caller;
import io.connectedworkflow.domain.organization.Organization;
import io.connectedworkflow.domain.organization.Organizations;
import io.connectedworkflow.domain.refusal.Refusal.CallerUnknown;
import io.connectedworkflow.domain.refusal.Refusal.MethodNotAllowed;
import io.connectedworkflow.domain.refusal.Refusal.PathUnknown;
import io.connectedworkflow.domain.refusal.Refusal.ScopeMissing;
import io.connectedworkflow.domain.refusal.RefusedException;
import io.connectedworkflow.infrastructure.security.Grant;
import io.connectedworkflow.infrastructure.security.RequestCallers;
import io.connectedworkflow.infrastructure.security.Scope;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Lets a request in, or refuses it: path, method, token, scope, edition, permission, in the contract's order. It stands
 * before every other filter, so that nobody else answers a request to us first.
 */
final class Gate extends HttpFilter {

    /** The request attribute that holds its {@link Endpoint}. */
    static final String ENDPOINT = Gate.class.getName() + ".endpoint";
    /** The request attribute that holds the {@link Caller} of an endpoint of an organization. */
    static final String CALLER = Gate.class.getName() + ".caller";
    /** The request attribute that holds the {@link Auditor} of an endpoint for auditors. */
    static final String AUDITOR = Gate.class.getName() + ".auditor";
    /** The request attribute that holds the {@link Attempt} of a request whose token is valid. */
    static final String ATTEMPT = Gate.class.getName() + ".attempt";
    /** The request attribute that holds the fault of an endpoint whose answer it ended half-way. */
    static final String FAULT = Gate.class.getName() + ".fault";
    /** The header that names a request. */
    static final String REQUEST_ID = "X-Request-Id";

    private static final String REQUEST_ID_IN_LOG = "requestId";
    private static final Pattern USABLE_REQUEST_ID = Pattern.compile("[A-Za-z0-9._-]{1,128}");

    private final String servletPath;
    private final transient CrossOrigin crossOrigin;
    private final transient Predicate<String> ours;
    private final transient Supplier<Routes> routes;
    private final transient RequestCallers callers;
    private final transient Organizations organizations;
    private final transient AnswerWriter answers;
    private final transient RequestMemory memory;
    private final transient RequestMemory memoryOfStrangers;

    /**
     * A gate in front of the routes.
     *
     * @param servletPath where Spring MVC is in the application, without a slash at its end; empty for everywhere
     * @param crossOrigin what is said to browsers, before anything is refused
     * @param ours        which paths nobody else may answer
     * @param memory            of requests with a token; an organization's are counted together, of administrators those of a network
     * @param memoryOfStrangers of requests without; those of a network are counted together ({@link ClientNetwork})
     */
    Gate(String servletPath, CrossOrigin crossOrigin, Predicate<String> ours, Supplier<Routes> routes,
            RequestCallers callers,
            Organizations organizations, AnswerWriter answers, RequestMemory memory,
            RequestMemory memoryOfStrangers) {
        this.servletPath = servletPath;
        this.crossOrigin = crossOrigin;
        this.ours = ours;
        this.routes = routes;
        this.callers = callers;
        this.organizations = organizations;
        this.answers = answers;
        this.memory = memory;
        this.memoryOfStrangers = memoryOfStrangers;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        var path = path(request);
        if (path == null || !ours.test(path)) {
            chain.doFilter(request, response);
            return;
        }
        var requestId = requestId(request);
        response.setHeader(REQUEST_ID, requestId);
        MDC.put(REQUEST_ID_IN_LOG, requestId);
        try {
            if (crossOrigin.tell(path, request, response) && routes.get().match(path).isPresent()) {
                response.setStatus(HttpServletResponse.SC_NO_CONTENT);
                return;
            }
            var admitted = admitOrAnswer(request, path, requestId, response);
            if (admitted != null) {
                pass(admitted, response, chain);
            }
        } finally {
            RequestMemory.current().ifPresent(RequestMemory.Lease::close);
            MDC.remove(REQUEST_ID_IN_LOG);
        }
    }

    // A controller's faults are answered where it is called; this is for those of filters, and of what comes after it.
    private void pass(HttpServletRequest admitted, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        try {
            chain.doFilter(admitted, response);
            if (admitted.getAttribute(FAULT) instanceof Throwable halfWay) {
                throw new ServletException(halfWay);
            }
        } catch (RuntimeException | ServletException fault) {
            if (!response.isCommitted()) {
                answers.fail(fault, admitted, response);
            } else if (!answers.breakOff(fault, admitted)) {
                throw fault;
            }
        }
    }

    // A fault here is no one else's to answer: no controller is asked yet.
    private @Nullable HttpServletRequest admitOrAnswer(HttpServletRequest request, String path, String requestId,
            HttpServletResponse response) throws IOException {
        try {
            var admitted = admit(request, path, requestId);
            var before = answers.remembered(request);
            if (before == null) {
                return admitted;
            }
            answers.write(before, request, response);
        } catch (RefusedException refused) {
            answers.refuse(refused.refusal(), Envelope.BARE, request, response);
        } catch (RuntimeException fault) {
            answers.fail(fault, request, response);
        }
        return null;
    }

    private HttpServletRequest admit(HttpServletRequest request, String path, String requestId) {
        var match = routes.get().match(path).orElseThrow(() -> new PathUnknown().asException());
        var endpoint = match.endpoint(request.getMethod());
        if (endpoint == null) {
            throw new MethodNotAllowed().asException();
        }
        if (endpoint.scope() == Scope.NONE) {
            memoryOfStrangers.lease(ClientNetwork.of(request));
        } else {
            var grant = callers.grant(request);
            memory.lease(grant.actor() == null ? ClientNetwork.of(request) : grant.actor().organization());
            var organization = organization(grant);
            request.setAttribute(ATTEMPT, new Attempt(grant.actor(), requestId, path));
            if (!endpoint.scope().isIn(grant)) {
                throw new ScopeMissing().asException();
            }
            if (endpoint.scope() == Scope.AUDIT) {
                request.setAttribute(AUDITOR, organization == null
                        ? new Auditor(null)
                        : new Auditor(organization.id(), organization.actor().user()));
            }
            if (endpoint.scope().isOfOrganization()) {
                if (organization == null) {
                    throw new CallerUnknown().asException();
                }
                if (endpoint.scope().isOfWorkflows()) {
                    organization.admit();
                }
                request.setAttribute(CALLER, new Caller(organization.actor(), organization,
                        requestId, IdempotencyKeyReader.read(request, path)));
            }
        }
        request.setAttribute(ENDPOINT, endpoint);
        return new AdmittedRequest(request, servletPath, match.safePath());
    }

    // Also where the endpoint does not ask for it: a token is as good as its user.
    private @Nullable Organization organization(Grant grant) {
        return grant.actor() == null ? null : organizations.of(grant.actor());
    }

    // Our paths begin where the application's do: behind its context, and behind the path that Spring MVC has in it.
    private @Nullable String path(HttpServletRequest request) {
        var prefix = request.getContextPath() + servletPath;
        return request.getRequestURI().startsWith(prefix) ? request.getRequestURI().substring(prefix.length()) : null;
    }

    /** The caller's name for the request, or a new one. */
    static String requestId(HttpServletRequest request) {
        var given = request.getHeader(REQUEST_ID);
        return given != null && USABLE_REQUEST_ID.matcher(given).matches() ? given : UUID.randomUUID().toString();
    }
}
