package io.connectedworkflow.infrastructure.postgres;

import io.connectedworkflow.infrastructure.CannotStartException;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.PropertyAccessorFactory;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.BeanNotOfRequiredTypeException;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * Where our tables are, of all the data sources that an application has, and who manages transactions there. Another one's
 * transactions would let half of a command be stored, so that a manager that is known to be another one's is not taken.
 */
record ChosenDataSource(DataSource dataSource, PlatformTransactionManager transactionManager) {

    private static final String DATA_SOURCE = "connected-workflow.data-source";
    private static final String TRANSACTION_MANAGER = "connected-workflow.transaction-manager";

    /**
     * The ones that are named; else the only ones, or the primary ones. {@link CannotStartException} says which of them
     * there are, where it is not clear.
     */
    static ChosenDataSource of(ListableBeanFactory beans, @Nullable String dataSource,
            @Nullable String transactionManager) {
        var chosen = dataSource != null
                ? named(beans, dataSource, DataSource.class, DATA_SOURCE)
                : unique(beans, DataSource.class, all(beans, DataSource.class), DATA_SOURCE,
                        "a PostgreSQL data source", "configure spring.datasource.url");
        return transactionManager != null
                ? managedBy(named(beans, transactionManager, PlatformTransactionManager.class, TRANSACTION_MANAGER),
                        transactionManager, chosen)
                : managed(beans, chosen);
    }

    private static <T> T named(ListableBeanFactory beans, String name, Class<T> type, String property) {
        try {
            return beans.getBean(name, type);
        } catch (NoSuchBeanDefinitionException | BeanNotOfRequiredTypeException notThere) {
            throw new CannotStartException(
                    "%s names \"%s\", but there is no bean of this name that is a %s; there is %s"
                            .formatted(property, name, type.getSimpleName(),
                                    names(all(beans, type))));
        }
    }

    // Those of parent contexts too, for Boot makes none beside them.
    private static <T> Map<String, T> all(ListableBeanFactory beans, Class<T> type) {
        return BeanFactoryUtils.beansOfTypeIncludingAncestors(beans, type, false, false);
    }

    private static <T> T unique(ListableBeanFactory beans, Class<T> type, Map<String, T> candidates, String property,
            String what, String remedy) {
        var primary = beans.getBeanProvider(type).getIfUnique();
        if (primary != null && candidates.containsValue(primary)) {
            return primary;
        }
        if (candidates.size() == 1) {
            return candidates.values().iterator().next();
        }
        throw new CannotStartException(candidates.isEmpty()
                ? "connected-workflow needs %s, and there is none: %s, or set connected-workflow.enabled=false"
                        .formatted(what, remedy)
                : "connected-workflow needs %s, and there are several, none of them @Primary: say by %s which one of %s"
                        .formatted(what, property, names(candidates)));
    }

    private static ChosenDataSource managed(ListableBeanFactory beans, DataSource dataSource) {
        var all = all(beans, PlatformTransactionManager.class);
        var candidates = new LinkedHashMap<>(all);
        candidates.values().removeIf(manager -> isKnownToManageAnother(manager, dataSource));
        if (candidates.isEmpty() && !all.isEmpty()) {
            throw new CannotStartException("connected-workflow needs a transaction manager of its data source, and of "
                    + names(all) + " each manages another: declare one, and name it by " + TRANSACTION_MANAGER);
        }
        var manager = unique(beans, PlatformTransactionManager.class, candidates, TRANSACTION_MANAGER,
                "a transaction manager of its data source", "declare a JdbcTransactionManager");
        return new ChosenDataSource(resource(manager, dataSource), manager);
    }

    private static ChosenDataSource managedBy(PlatformTransactionManager manager, String name, DataSource dataSource) {
        if (isKnownToManageAnother(manager, dataSource)) {
            throw new CannotStartException(
                    "%s names \"%s\", which manages transactions of another data source than ours"
                            .formatted(TRANSACTION_MANAGER, name));
        }
        return new ChosenDataSource(resource(manager, dataSource), manager);
    }

    private static boolean isKnownToManageAnother(PlatformTransactionManager manager, DataSource dataSource) {
        var its = dataSourceOf(manager);
        return its != null && !unwrapped(its).equals(unwrapped(dataSource));
    }

    // Transactions are bound to the manager's own object, be the bean a wrapper of it.
    private static DataSource resource(PlatformTransactionManager manager, DataSource dataSource) {
        var its = dataSourceOf(manager);
        return its == null ? dataSource : its;
    }

    // Those of JDBC and of JPA have this property; the latter are not on our class path.
    private static @Nullable DataSource dataSourceOf(PlatformTransactionManager manager) {
        var properties = PropertyAccessorFactory.forBeanPropertyAccess(manager);
        return properties.isReadableProperty("dataSource")
                && properties.getPropertyValue("dataSource") instanceof DataSource its ? its : null;
    }

    private static DataSource unwrapped(DataSource dataSource) {
        var target = dataSource instanceof DelegatingDataSource proxy ? proxy.getTargetDataSource() : null;
        return target == null ? dataSource : unwrapped(target);
    }

    private static String names(Map<String, ?> beans) {
        return beans.isEmpty() ? "none" : String.join(", ", beans.keySet());
    }
}
