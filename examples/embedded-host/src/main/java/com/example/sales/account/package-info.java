/** Who works with the application: accounts, their members and their record types. */
@NullMarked
package com.example.sales.account;

import org.jspecify.annotations.NullMarked;
