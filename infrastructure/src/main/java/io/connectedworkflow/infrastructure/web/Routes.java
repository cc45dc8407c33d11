package io.connectedworkflow.infrastructure.web;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * Our endpoints, as the controllers' annotations declare them. A path matches as it was sent: case-sensitive, without
 * decoding, without a trailing slash or an empty segment; a literal segment wins over a variable.
 */
final class Routes {

    private static final Pattern ID = Pattern.compile("[0-9A-Za-z_-]{1,64}");

    private final List<Route> routes;
    private final Set<String> beginnings;

    Routes(List<Route> routes) {
        this.routes = routes.stream().sorted(Comparator.comparingLong(Route::variables)).toList();
        beginnings = routes.stream().map(Route::beginning).collect(Collectors.toUnmodifiableSet());
    }

    /** The routes of the methods that are marked with {@link Endpoint}. */
    static Routes of(RequestMappingHandlerMapping mapping) {
        var endpoints = new LinkedHashMap<String, Map<String, Endpoint>>();
        mapping.getHandlerMethods().forEach((info, handler) -> {
            var endpoint = AnnotatedElementUtils.findMergedAnnotation(handler.getMethod(), Endpoint.class);
            if (endpoint != null) {
                for (var pattern : info.getPatternValues()) {
                    for (RequestMethod method : info.getMethodsCondition().getMethods()) {
                        endpoints.computeIfAbsent(pattern, p -> new LinkedHashMap<>()).put(method.name(), endpoint);
                    }
                }
            }
        });
        return new Routes(endpoints.entrySet().stream()
                .map(entry -> new Route(segments(entry.getKey()), Map.copyOf(entry.getValue()))).toList());
    }

    /** The route that the path takes, if it takes one. */
    Optional<Match> match(String path) {
        var segments = segments(path);
        for (var route : routes) {
            if (route.matches(segments)) {
                return Optional.of(new Match(route, segments));
            }
        }
        return Optional.empty();
    }

    /** Whether a path is one of ours, or would be if there were more of them: below what a route begins with. */
    boolean reach(String path) {
        return beginnings.stream().anyMatch(
                beginning -> path.startsWith(beginning)
                        && (path.length() == beginning.length() || path.charAt(beginning.length()) == '/'));
    }

    private static List<String> segments(String path) {
        var segments = new ArrayList<String>();
        var begin = 1;
        for (var end = path.indexOf('/', begin); end >= 0; end = path.indexOf('/', begin)) {
            segments.add(path.substring(begin, end));
            begin = end + 1;
        }
        segments.add(path.substring(Math.min(begin, path.length())));
        return segments;
    }

    private static boolean isVariable(String segment) {
        return segment.startsWith("{");
    }

    /** One path, and the endpoint of each of its methods. */
    record Route(List<String> pattern, Map<String, Endpoint> methods) {

        long variables() {
            return pattern.stream().filter(Routes::isVariable).count();
        }

        /** The path up to its first variable. */
        String beginning() {
            return pattern.stream().takeWhile(segment -> !isVariable(segment)).map("/"::concat)
                    .collect(Collectors.joining());
        }

        boolean matches(List<String> segments) {
            if (segments.size() != pattern.size()) {
                return false;
            }
            for (var i = 0; i < segments.size(); i++) {
                var segment = segments.get(i);
                if (isVariable(pattern.get(i)) ? segment.isEmpty() : !segment.equals(pattern.get(i))) {
                    return false;
                }
            }
            return true;
        }
    }

    /** A path that takes a route. */
    record Match(Route route, List<String> segments) {

        /** The endpoint of the method, null if the route does not have it. */
        @Nullable
        Endpoint endpoint(String method) {
            return route.methods().get(method);
        }

        /**
         * The path with every variable that cannot be an id replaced by one that nothing has: whatever stands there,
         * the answer is that it is unknown, and no filter behind us needs to have an opinion of it.
         */
        String safePath() {
            var path = new StringBuilder();
            for (var i = 0; i < segments.size(); i++) {
                var segment = segments.get(i);
                path.append('/').append(isVariable(route.pattern().get(i)) && !isId(segment) ? "-" : segment);
            }
            return path.toString();
        }

        private static boolean isId(String segment) {
            return ID.matcher(segment).matches();
        }
    }
}
