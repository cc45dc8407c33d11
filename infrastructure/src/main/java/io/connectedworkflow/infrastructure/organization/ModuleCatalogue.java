package io.connectedworkflow.infrastructure.organization;

import io.connectedworkflow.infrastructure.organization.OrganizationDocument.Module;
import java.util.List;

/** The modules of an organization that is created without a list of its own. */
public final class ModuleCatalogue {

    /** All of them. */
    public static final List<Module> MODULES = List.of(supported("Leads", 2175),
            supported("Accounts", 2177),
            supported("Contacts", 2179),
            supported("Deals", 2181),
            supported("Campaigns", 2183),
            supported("Tasks", 2185),
            supported("Cases", 2187),
            supported("Events", 2189),
            supported("Calls", 2191),
            supported("Solutions", 2193),
            supported("Products", 2195),
            supported("Vendors", 2197),
            supported("Price_Books", 2199),
            supported("Quotes", 2201),
            supported("Sales_Orders", 2203),
            supported("Purchase_Orders", 2205),
            supported("Invoices", 2207),
            new Module(id(2209), "Notes", false, List.of()), new Module(id(2211), "Attachments", false, List.of()));

    private ModuleCatalogue() {}

    private static Module supported(String apiName, int number) {
        return new Module(id(number), apiName, true, List.of());
    }

    private static String id(int number) {
        return "487687600000000" + number;
    }
}
