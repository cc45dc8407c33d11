package io.connectedworkflow.infrastructure.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.util.Arrays;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A request to one of our endpoints, whose body is JSON whatever its Content-Type says: curl sends a form type unless it
 * is told not to, and a container, or a filter of a host, that believes it would read the body away.
 */
final class AdmittedRequest extends HttpServletRequestWrapper {

    private static final Pattern HARMFUL = Pattern.compile("[\\P{IsAssigned}\\p{IsControl}]");
    static final String JSON = "application/json";

    private final String servletPath;
    private final String path;

    /**
     * A request to a path of ours.
     *
     * @param servletPath where Spring MVC is in the application; empty for everywhere
     */
    AdmittedRequest(HttpServletRequest request, String servletPath, String path) {
        super(request);
        this.servletPath = servletPath;
        this.path = path;
    }

    /** Whether the client wants another type than JSON: it names it, and JSON not before. */
    boolean asksFor(String mediaType) {
        return Collections.list(super.getHeaders("Accept")).stream().flatMap(header -> Arrays.stream(header.split(",")))
                .map(range -> range.split(";", 2)[0].strip().toLowerCase(Locale.ROOT))
                .filter(type -> type.equals(JSON) || type.equals(mediaType)).findFirst()
                .filter(mediaType::equals).isPresent();
    }

    /** What the client says that its body is; null if it says nothing. */
    @Nullable
    String declaredContentType() {
        return super.getContentType();
    }

    @Override
    public String getContentType() {
        return JSON;
    }

    @Override
    public @Nullable String getHeader(String name) {
        if (isContentType(name)) {
            return JSON;
        }
        var value = isOfNoInterest(name) ? null : super.getHeader(name);
        return value == null ? null : harmless(value);
    }

    @Override
    public Enumeration<String> getHeaders(String name) {
        if (isContentType(name)) {
            return Collections.enumeration(List.of(JSON));
        }
        return isOfNoInterest(name)
                ? Collections.emptyEnumeration()
                : Collections.enumeration(
                        Collections.list(super.getHeaders(name)).stream().map(AdmittedRequest::harmless).toList());
    }

    @Override
    public Enumeration<String> getHeaderNames() {
        return Collections.enumeration(Collections.list(super.getHeaderNames()).stream()
                .filter(name -> !isOfNoInterest(name) && name.equals(harmless(name))).toList());
    }

    @Override
    public String getRequestURI() {
        return getContextPath() + servletPath + path;
    }

    @Override
    public StringBuffer getRequestURL() {
        var url = super.getRequestURL();
        return url.replace(url.length() - super.getRequestURI().length(), url.length(), getRequestURI());
    }

    @Override
    public String getServletPath() {
        return servletPath.isEmpty() ? path : servletPath;
    }

    @Override
    public @Nullable String getPathInfo() {
        return servletPath.isEmpty() ? null : path;
    }

    // The container would take parameters out of the body. We read the query string where we need it.
    @Override
    public @Nullable String getParameter(String name) {
        return null;
    }

    @Override
    public Map<String, String[]> getParameterMap() {
        return Map.of();
    }

    @Override
    public Enumeration<String> getParameterNames() {
        return Collections.emptyEnumeration();
    }

    @Override
    public String @Nullable [] getParameterValues(String name) {
        return null;
    }

    // Our answers are JSON, whatever a client accepts, but where an endpoint asks for it.
    private static boolean isOfNoInterest(String name) {
        return name.regionMatches(true, 0, "Accept", 0, 6);
    }

    // Spring Security's firewall would fail on these characters, and say in the log what they stand in.
    private static String harmless(String text) {
        return HARMFUL.matcher(text).replaceAll("?");
    }

    private static boolean isContentType(String name) {
        return "Content-Type".equalsIgnoreCase(name);
    }
}
