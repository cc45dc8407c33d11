package io.connectedworkflow.infrastructure.web;

import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.springframework.core.Ordered;
import org.springframework.core.PriorityOrdered;
import org.springframework.security.web.SecurityFilterChain;

/**
 * Asks nobody a second time who has passed the {@link Gate}. It comes before every filter chain of the application, one for
 * any request and of the highest precedence too.
 */
final class AdmittedFilterChain implements SecurityFilterChain, PriorityOrdered {

    @Override
    public boolean matches(HttpServletRequest request) {
        return request.getAttribute(Gate.ENDPOINT) != null;
    }

    @Override
    public List<Filter> getFilters() {
        return List.of();
    }

    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE;
    }
}
