package io.connectedworkflow.infrastructure.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.CorsUtils;
import org.springframework.web.cors.DefaultCorsProcessor;

/**
 * Tells browsers which pages of other origins may call the CRM's API and the token endpoint, and read what is answered,
 * refusals too (CORS). A page of an origin that is not allowed is answered as if it were no page's request, and the browser
 * keeps the answer from it. There are no credentials in it that a browser would send by itself.
 */
final class CrossOrigin {

    private static final Logger LOG = LoggerFactory.getLogger(CrossOrigin.class);
    private static final Duration PREFLIGHT_LIFETIME = Duration.ofMinutes(30);

    private final CorsConfiguration configuration;
    private final Processor processor = new Processor();
    private final boolean off;

    /** What pages of these origins may do; of none, and nothing is told, where there are none. */
    CrossOrigin(List<String> allowedOrigins) {
        off = allowedOrigins.isEmpty();
        configuration = new CorsConfiguration();
        configuration.setAllowedOrigins(allowedOrigins);
        configuration.setAllowedMethods(List.of("GET", "POST", "PUT", "DELETE"));
        configuration.setAllowedHeaders(List.of("Authorization", "Content-Type", "Content-Encoding", "If-Match",
                "Idempotency-Key", Gate.REQUEST_ID));
        configuration.setExposedHeaders(List.of("ETag", Gate.REQUEST_ID, "Retry-After"));
        configuration.setMaxAge(PREFLIGHT_LIFETIME);
    }

    /**
     * Says in the answer's headers what a page may do with it.
     *
     * @return whether that is all there is to answer: the request is a browser's question in advance (a preflight), and the
     *         answer is yes
     */
    boolean tell(String path, HttpServletRequest request, HttpServletResponse response) throws IOException {
        try {
            return !off && isForPages(path) && processor.processRequest(configuration, request, response)
                    && CorsUtils.isCorsRequest(request) && CorsUtils.isPreFlightRequest(request);
        } catch (IllegalArgumentException | IllegalStateException noOrigin) {
            LOG.debug("An origin that no browser sends", noOrigin);
            return false;
        }
    }

    private static boolean isForPages(String path) {
        return path.startsWith("/crm/v8/")
                || Stream.of("/oauth/v2/token", "/oauth/v2/token/revoke").anyMatch(path::equals);
    }

    /** Does not answer where an origin, a method or a header is not allowed. */
    private static final class Processor extends DefaultCorsProcessor {

        @Override
        protected void rejectRequest(ServerHttpResponse response) {
            // the headers that are missing say it
        }
    }
}
